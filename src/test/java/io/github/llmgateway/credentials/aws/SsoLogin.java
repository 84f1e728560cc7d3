package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/**
 * What {@code aws sso login} leaves behind, and what IAM Identity Center's portal answers, by the shapes of its API
 * reference. The AWS SDK looks for it in the user's home directory, and once it has looked remembers where: so all tests
 * of a process share one home, and each has a session of its own name.
 */
public final class SsoLogin {

    private static final Path CACHE = cache();

    private SsoLogin() {
    }

    private static Path cache() {
        try {
            Path home = Files.createTempDirectory("home");
            SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride("HOME", home.toString());
            return Files.createDirectories(home.resolve(".aws").resolve("sso").resolve("cache"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs in: {@code session} is the session's name, or the start address where a profile has no session. */
    public static void into(String session, String token, Instant end) {
        write(session, "{\"startUrl\":\"https://corp.awsapps.com/start\",\"region\":\"eu-west-1\",\"accessToken\":\""
                + token + "\",\"expiresAt\":\"" + end + "\"}");
    }

    /** The same with what it takes to renew the token. */
    public static void renewable(String session, String token, Instant end) {
        write(session, "{\"startUrl\":\"https://corp.awsapps.com/start\",\"region\":\"eu-west-1\",\"accessToken\":\""
                + token + "\",\"expiresAt\":\"" + end + "\",\"clientId\":\"c-1\",\"clientSecret\":\"c-secret\","
                + "\"registrationExpiresAt\":\"2099-01-01T00:00:00Z\",\"refreshToken\":\"again-" + token + "\"}");
    }

    private static void write(String session, String json) {
        try {
            byte[] name = MessageDigest.getInstance("SHA-1").digest(session.getBytes(StandardCharsets.UTF_8));
            Files.writeString(CACHE.resolve(HexFormat.of().formatHex(name) + ".json"), json);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A section with a session, and a profile with that session: {@code aws configure sso} writes such. */
    public static String profile(String profile, String session, String region) {
        return "[profile " + profile + "]\nsso_session = " + session + "\nsso_account_id = 123456789012\n"
                + "sso_role_name = models\nregion = " + region + "\n[sso-session " + session
                + "]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
                + "sso_registration_scopes = sso:account:access\n";
    }

    /** What the portal answers to {@code GET /federation/credentials} of who shows that token. */
    public static StubProvider.Behaviour keys(String token, String id, String secret, Instant end) {
        return (asked, response) -> {
            boolean known = token.equals(asked.headers().get("x-amz-sso_bearer_token"));
            StubProvider.Behaviour answer = known
                    ? StubProvider.json(200, "{\"roleCredentials\":{\"accessKeyId\":\"" + id
                            + "\",\"secretAccessKey\":\"" + secret + "\",\"sessionToken\":\"session-of-" + id
                            + "\",\"expiration\":" + end.toEpochMilli() + "}}")
                    : StubProvider.json(401, "{\"message\":\"Session token not found or invalid\"}", "x-amzn-errortype",
                            "UnauthorizedException");
            answer.answer(asked, response);
        };
    }
}
