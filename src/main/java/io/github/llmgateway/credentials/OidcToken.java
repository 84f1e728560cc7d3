package io.github.llmgateway.credentials;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A token that some identity provider has given to this machine, to be exchanged at a cloud: a file, a variable or the
 * token itself, in the forms that LiteLLM has ({@code oidc/file/}, {@code oidc/env/}, {@code oidc/env_path/},
 * {@code oidc/azure/}, {@code oidc/circleci/}; see "Using OIDC" in its documentation). Read anew whenever it is needed:
 * whoever issues such tokens replaces the file.
 */
public final class OidcToken {

    private static final String MEND = "Give a file's path, oidc/file/PATH, oidc/env/NAME or oidc/env_path/NAME.";

    private OidcToken() {
    }

    /** The token that {@code reference} leads to. Blocks on a file. */
    public static Secret read(Secret reference, Map<String, String> environment, String cloud) throws Failure {
        String text = reference.reveal().strip();
        if (text.startsWith("oidc/")) {
            return oidc(text.substring(5), environment, cloud);
        }
        if (text.startsWith("eyJ")) {
            return reference;
        }
        if (environment.get(text) != null) {
            return Secret.of(environment.get(text).strip());
        }
        return file(text, cloud);
    }

    /** Whether it leads to a token elsewhere, and is none itself. */
    public static boolean refers(Secret reference) {
        return reference.reveal().startsWith("oidc/");
    }

    private static Secret oidc(String form, Map<String, String> environment, String cloud) throws Failure {
        String[] parts = form.split("/", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "file" -> file(rest, cloud);
            case "env" -> variable(rest, environment, cloud);
            case "env_path" -> file(variable(rest, environment, cloud).reveal(), cloud);
            case "azure" -> file(variable("AZURE_FEDERATED_TOKEN_FILE", environment, cloud).reveal(), cloud);
            case "circleci" -> variable("CIRCLE_OIDC_TOKEN", environment, cloud);
            case "circleci_v2" -> variable("CIRCLE_OIDC_TOKEN_V2", environment, cloud);
            default -> throw Failures.unusable(cloud, "this gateway does not know that source of an OIDC token", MEND);
        };
    }

    private static Secret variable(String name, Map<String, String> environment, String cloud) throws Failure {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw Failures.unusable(cloud, "the variable that shall hold the OIDC token is not set", MEND);
        }
        return Secret.of(value.strip());
    }

    // The path is not shown: it may be a token that somebody has put in its place.
    private static Secret file(String path, String cloud) throws Failure {
        try {
            String token = Files.readString(Path.of(path)).strip();
            if (!token.isEmpty()) {
                return Secret.of(token);
            }
        } catch (IOException | InvalidPathException unreadable) {
            throw Failures.unusable(cloud, "the file of the OIDC token cannot be read", MEND);
        }
        throw Failures.unusable(cloud, "the file of the OIDC token is empty", MEND);
    }
}
