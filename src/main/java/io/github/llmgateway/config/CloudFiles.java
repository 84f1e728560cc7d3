package io.github.llmgateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the clouds' own tools keep what they know of this machine's user ("Location of the shared config and credentials
 * files", AWS SDKs and Tools; "gcloud config", Google Cloud). All paths are null where there can be no such file.
 *
 * @param variables those that hold for the configuration; without {@code HOME} nobody has files of his own
 */
public record CloudFiles(Map<String, String> variables) {

    /** AWS' file of settings; a {@code -Daws.configFile} comes first, as in its SDK. */
    public Path awsSettings() {
        return file("aws.configFile", "AWS_CONFIG_FILE", "~/.aws/config");
    }

    /** AWS' file of keys; a {@code -Daws.sharedCredentialsFile} comes first, as in its SDK. */
    public Path awsKeys() {
        return file("aws.sharedCredentialsFile", "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
    }

    /** The file of Google's application default credentials, as gcloud writes it. */
    public Path gcloudCredentials() {
        Path folder = gcloud();
        return folder == null ? null : folder.resolve("application_default_credentials.json");
    }

    /** The region of a profile, the file of keys first; null where it has none that is a region's name. */
    String awsRegion(String profile) {
        String region = IniFile.read(awsKeys()).value(profile, "region");
        if (region == null) {
            IniFile settings = IniFile.read(awsSettings());
            region = settings.value("profile " + profile, "region");
            if (region == null && profile.equals("default")) {
                region = settings.value(profile, "region");
            }
        }
        return region != null && region.matches("[a-z0-9-]+") ? region : null;
    }

    /** The project of gcloud's active configuration; null where there is none. */
    String gcloudProject() {
        Path folder = gcloud();
        if (folder == null) {
            return null;
        }
        String active = IniFile.text(folder.resolve("active_config")).strip();
        return IniFile.read(path(folder.resolve("configurations").toString(),
                "config_" + (active.isEmpty() ? "default" : active))).value("core", "project");
    }

    private Path gcloud() {
        String own = set("CLOUDSDK_CONFIG");
        String windows = set("APPDATA");
        return own != null ? path(own) : windows != null ? path(windows, "gcloud") : home("~/.config/gcloud");
    }

    private Path file(String property, String variable, String usual) {
        String own = System.getProperty(property);
        String named = own != null && !own.isBlank() ? own : set(variable);
        return named == null ? home(usual) : home(named);
    }

    private Path home(String path) {
        if (!path.startsWith("~/")) {
            return path(path);
        }
        String home = set("HOME") != null ? set("HOME") : set("USERPROFILE");
        return home == null ? null : path(home, path.substring(2));
    }

    private static Path path(String first, String... more) {
        try {
            return Path.of(first, more);
        } catch (InvalidPathException none) {
            return null;
        }
    }

    private String set(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
