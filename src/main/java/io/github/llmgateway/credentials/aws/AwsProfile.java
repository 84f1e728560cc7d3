package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.config.CloudFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * A profile in the files of the AWS tools, as they are now: how it comes by its keys, and what to do where it does not.
 *
 * @param file    what the files say
 * @param name    its name
 * @param signing the profile whose keys it has or assumes its role with; itself as a rule, null where there is none
 */
record AwsProfile(ProfileFile file, String name, Profile signing) {

    /** Sources of sources; more than anybody has, and an end where they go in a circle. */
    private static final int MOST_SOURCES = 10;

    /** Reads the files. {@code name}: null for {@code default}. Fails as the SDK does where a file is broken. */
    static AwsProfile read(String name, CloudFiles files) {
        ProfileFile.Aggregator both = ProfileFile.aggregator();
        add(both, files.awsKeys(), ProfileFile.Type.CREDENTIALS);
        add(both, files.awsSettings(), ProfileFile.Type.CONFIGURATION);
        ProfileFile file = both.build();
        String own = name == null ? "default" : name;
        Profile signing = file.profile(own).orElse(null);
        for (int i = 0; i < MOST_SOURCES && signing != null; i++) {
            String source = signing.properties().get(ProfileProperty.SOURCE_PROFILE);
            if (source == null || source.equals(signing.name())) {
                break;
            }
            signing = file.profile(source).orElse(null);
        }
        return new AwsProfile(file, own, signing);
    }

    private static void add(ProfileFile.Aggregator both, Path path, ProfileFile.Type type) {
        if (path != null && Files.isReadable(path) && Files.isRegularFile(path)) {
            both.addFile(ProfileFile.builder().content(path).type(type).build());
        }
    }

    /** The keys; made anew for each fetch, since it goes on showing the sign-in that it has first seen. */
    ProfileCredentialsProvider provider() {
        return ProfileCredentialsProvider.builder().profileFile(file).profileName(name).build();
    }

    /** Whether it says where keys come from; one may be there for its region alone. */
    boolean givesKeys() {
        return has(key -> key.equals(ProfileProperty.ROLE_ARN) || key.equals(ProfileProperty.AWS_ACCESS_KEY_ID))
                || bySso() || byLogin() || byProgram();
    }

    /** Whether somebody signs in with {@code aws sso login}. */
    boolean bySso() {
        return has(key -> key.startsWith("sso_"));
    }

    /** Whether somebody signs in with {@code aws login}. */
    boolean byLogin() {
        return has(ProfileProperty.LOGIN_SESSION::equals);
    }

    /** Whether a program gives the keys. */
    boolean byProgram() {
        return has(ProfileProperty.CREDENTIAL_PROCESS::equals);
    }

    /** How to sign in anew by SSO, on the command line. */
    String signIn() {
        return "aws sso login" + (signing.name().equals("default") ? "" : " --profile " + signing.name());
    }

    private boolean has(Predicate<String> key) {
        return signing != null && properties().keySet().stream().anyMatch(key);
    }

    private Map<String, String> properties() {
        return signing.properties();
    }

    /** Says nothing of what the files hold. */
    @Override
    public String toString() {
        return "AwsProfile[" + name + "]";
    }
}
