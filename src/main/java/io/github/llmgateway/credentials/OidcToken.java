package io.github.llmgateway.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A token that some identity provider gives to this machine, to be exchanged at a cloud: a file, a variable or the token
 * itself, or one that is asked for, in the forms that LiteLLM has ("Using OIDC" in its documentation). Read and asked for
 * anew whenever it is needed: such tokens live for minutes, and whoever issues them replaces the file.
 *
 * @param environment the variables in which it is looked
 * @param fetching    how it is asked for
 * @param cloud       for whom, in messages
 */
public record OidcToken(Map<String, String> environment, Fetching fetching, String cloud) {

    private static final String MEND = "Give a file's path, oidc/file/PATH, oidc/env/NAME, oidc/env_path/NAME, "
            + "oidc/google/AUDIENCE or oidc/github/AUDIENCE.";
    /** "Get the identity token", Google Compute Engine's documentation. */
    private static final String GOOGLE =
            "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The token that {@code reference} leads to. Blocks on a file or on who gives it. */
    public Secret read(Secret reference) throws Failure {
        String text = reference.reveal().strip();
        if (text.startsWith("oidc/")) {
            return oidc(text.substring(5));
        }
        if (text.startsWith("eyJ")) {
            return reference;
        }
        if (environment.get(text) != null) {
            return Secret.of(environment.get(text).strip());
        }
        return file(text);
    }

    /** Whether it leads to a token elsewhere, and is none itself. */
    public static boolean refers(Secret reference) {
        return reference.reveal().startsWith("oidc/");
    }

    private Secret oidc(String form) throws Failure {
        String[] parts = form.split("/", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "file" -> file(rest);
            case "env" -> Secret.of(variable(rest));
            case "env_path" -> file(variable(rest));
            case "azure" -> file(own("AZURE_FEDERATED_TOKEN_FILE", "Azure's workload identity sets it in a pod."));
            case "circleci" -> Secret.of(own("CIRCLE_OIDC_TOKEN", "CircleCI sets it for a job with a context."));
            case "circleci_v2" -> Secret.of(own("CIRCLE_OIDC_TOKEN_V2", "CircleCI sets it for a job with a context."));
            case "google" -> google(audience("google", rest));
            case "github" -> github(audience("github", rest));
            default -> throw Failures.unusable(cloud, "this gateway does not know that source of an OIDC token", MEND);
        };
    }

    private Secret google(String audience) throws Failure {
        Fetch.Fetched given = ask("Google's metadata server", GOOGLE + audience,
                HttpHeaders.headers().set("Metadata-Flavor", "Google"));
        return token("Google's metadata server", given.body().toString().strip());
    }

    /** "OpenID Connect reference", GitHub Actions' documentation. */
    private Secret github(String audience) throws Failure {
        String mend = "GitHub sets it for a workflow with permissions: id-token: write.";
        String address = own("ACTIONS_ID_TOKEN_REQUEST_URL", mend);
        String bearer = own("ACTIONS_ID_TOKEN_REQUEST_TOKEN", mend);
        Fetch.Fetched given = ask("GitHub", address + (address.contains("?") ? "&" : "?") + "audience=" + audience,
                HttpHeaders.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + bearer)
                        .set(HttpHeaders.ACCEPT, "application/json"));
        try {
            return token("GitHub", JSON.readTree(given.body().getBytes()).path("value").asText());
        } catch (IOException noJson) {
            return token("GitHub", "");
        }
    }

    private Fetch.Fetched ask(String who, String address, MultiMap headers) throws Failure {
        try {
            String scheme = URI.create(address).getScheme();
            if (!"https".equals(scheme) && !"http".equals(scheme)) {
                throw new IllegalArgumentException(scheme);
            }
            Fetch.Fetched given = fetching.send(HttpMethod.GET, address, headers, null);
            if (given.status() != 200) {
                throw Failures.refused(cloud, who, given.status(), null, "See that this machine may have one.");
            }
            return given;
        } catch (IOException unanswered) {
            Failure why = Failure.within(unanswered);
            throw why == null ? Failures.refused(cloud, who, 504, null, "") : Failures.unreachable(cloud, who, why);
        } catch (IllegalArgumentException noAddress) {
            throw Failures.unusable(cloud, "the address at which " + who + " gives an OIDC token is none", MEND);
        }
    }

    private Secret token(String who, String token) throws Failure {
        if (token.isEmpty()) {
            throw Failures.unusable(cloud, "there is no token in the answer of " + who, MEND);
        }
        return Secret.of(token);
    }

    private String audience(String source, String audience) throws Failure {
        if (audience.isBlank()) {
            throw Failures.unusable(cloud, "the OIDC token is for nobody", "Write oidc/" + source + "/AUDIENCE.");
        }
        return URLEncoder.encode(audience, StandardCharsets.UTF_8);
    }

    // The name is not shown: it may be a token that somebody has put in its place.
    private String variable(String name) throws Failure {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw Failures.unusable(cloud, "the variable that shall hold the OIDC token is not set", MEND);
        }
        return value.strip();
    }

    /** A variable of the platform's own. */
    private String own(String name, String mend) throws Failure {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw Failures.unusable(cloud, name + " is not set", mend);
        }
        return value.strip();
    }

    // Nor is the path.
    private Secret file(String path) throws Failure {
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

    /** Shows none of the variables. */
    @Override
    public String toString() {
        return "OidcToken[" + cloud + "]";
    }
}
