package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Provider;
import io.github.llmgateway.config.Providers;
import io.github.llmgateway.credentials.aws.SsoLogin;
import io.github.llmgateway.credentials.aws.Sts;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The internet as far as the gateway calls it: all hosts of {@link Way} on one port, told apart by the name that a
 * request asks for. What gives out credentials gives those that the stand-ins accept.
 */
public final class Outside implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::123456789012:role/models";
    static final String SECRET = "s3cret";
    static final String PROFILE = "team";
    static final String SSO = "signed-in";
    private static final String SESSION = "outside";
    /** What identity providers have given to this machine. */
    private static final String WORKLOAD = "eyJ.workload";

    private final Map<Family, StandIn> standIns = new EnumMap<>(Family.class);
    private final StubProvider server;

    /** Opens it. */
    public Outside() {
        for (Way way : Way.values()) {
            if (way.family() != null) {
                standIns.computeIfAbsent(way.family(), Family::start);
            }
        }
        server = new StubProvider(this::answer);
    }

    /** Its hosts, each with its port. */
    public Map<String, Integer> hosts() {
        Map<String, Integer> hosts = new HashMap<>();
        int port = URI.create(server.url()).getPort();
        Stream.of(Way.values()).flatMap(way -> way.hosts().stream()).forEach(host -> hosts.put(host, port));
        compatible().forEach(provider -> hosts.put(provider.base().getHost(), port));
        return hosts;
    }

    /** The providers beside OpenAI that speak as it does and have an address of their own. */
    public static List<Provider> compatible() {
        return Providers.names().stream().flatMap(name -> Providers.named(name).stream())
                .filter(provider -> provider.api() == Api.OPENAI_COMPATIBLE && provider.base() != null
                        && provider.base().getScheme().equals("https") && !provider.name().equals("openai"))
                .distinct().toList();
    }

    /** The variables that its ways need; files that they name are written to {@code folder}, and somebody signs in. */
    public static Map<String, String> environment(java.nio.file.Path folder) throws IOException {
        SsoLogin.renewable(SESSION, "at-its-end", Instant.now());
        return Map.of("WORKLOAD_TOKEN", WORKLOAD,
                "AWS_CONFIG_FILE", Files.writeString(folder.resolve("aws-config"), "[profile " + PROFILE
                        + "]\nrole_arn=" + ROLE + "\nsource_profile=base\nregion=" + AwsSignature.REGION + "\n"
                        + SsoLogin.profile(SSO, SESSION, AwsSignature.REGION)).toString(),
                "AWS_SHARED_CREDENTIALS_FILE", Files.writeString(folder.resolve("aws-keys"),
                        "[base]\naws_access_key_id=" + AwsSignature.ACCESS_KEY + "\naws_secret_access_key="
                                + AwsSignature.SECRET_KEY + "\n").toString());
    }

    /** All that has reached it. */
    public List<StubProvider.Asked> asked() {
        return server.asked();
    }

    /** Which rules of the stand-ins were broken. */
    public List<String> violations() {
        return standIns.values().stream().flatMap(each -> each.violations().stream()).toList();
    }

    /** Forgets which rules were broken. */
    public void forgive() {
        standIns.values().forEach(each -> each.violations().clear());
    }

    static String impersonation() {
        ObjectNode source = (ObjectNode) GoogleAccount.keyFile("https://oauth2.googleapis.com");
        return object("type", "impersonated_service_account", "source_credentials", source,
                "service_account_impersonation_url", "https://iamcredentials.googleapis.com/v1/projects/-/"
                        + "serviceAccounts/m@x.iam.gserviceaccount.com:generateAccessToken", "delegates",
                List.of()).toString();
    }

    static String federation() {
        return object("type", "external_account", "audience",
                "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x",
                "subject_token_type", "urn:ietf:params:oauth:token-type:jwt", "token_url",
                "https://sts.googleapis.com/v1/token", "credential_source",
                object("file", workloadFile())).toString();
    }

    /** The file in which Google's library finds the machine's token. */
    private static String workloadFile() {
        try {
            java.nio.file.Path file = Files.createTempFile("workload", ".token");
            file.toFile().deleteOnExit();
            return Files.writeString(file, WORKLOAD).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(StubProvider.Asked asked, HttpServerResponse response) {
        String host = asked.headers().get("host").replaceFirst(":\\d+$", "");
        String path = asked.uri().split("\\?", 2)[0];
        if (host.startsWith("sts.") && host.endsWith(".amazonaws.com")) {
            role(asked, response);
        } else if (path.contains("embed")) {
            embed(path, response);
        } else {
            Optional<StandIn> standIn = Stream.of(Way.values())
                    .filter(way -> way.family() != null && way.hosts().contains(host))
                    .map(way -> standIns.get(way.family())).filter(each -> each.serves(path)).findFirst();
            if (standIn.isPresent()) {
                standIn.get().answer(asked, response);
            } else {
                other(host, asked, response);
            }
        }
    }

    private static void role(StubProvider.Asked asked, HttpServerResponse response) {
        Map<String, String> form = Sts.form(asked);
        String action = form.get("Action");
        boolean known = action.equals("AssumeRole")
                ? String.valueOf(asked.headers().get("authorization")).contains(AwsSignature.ACCESS_KEY + "/")
                : WORKLOAD.equals(form.get("WebIdentityToken"));
        StubProvider.Behaviour behaviour = known && ROLE.equals(form.get("RoleArn"))
                ? Sts.keys(action, AwsSignature.ACCESS_KEY, AwsSignature.SECRET_KEY, inAnHour())
                : StubProvider.json(403, "{}");
        behaviour.answer(asked, response);
    }

    private static Instant inAnHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static void embed(String path, HttpServerResponse response) {
        response.putHeader("content-type", "application/json").end(path.endsWith(":predict")
                ? "{\"predictions\":[{\"embeddings\":{\"values\":[0.1,0.2],\"statistics\":{\"token_count\":2}}}]}"
                : "{\"embedding\":[0.1,0.2],\"inputTextTokenCount\":2}");
    }

    private static void other(String host, StubProvider.Asked asked, HttpServerResponse response) {
        String body = asked.text();
        StubProvider.Behaviour behaviour = switch (host) {
            case "iamcredentials.googleapis.com" -> json(("Bearer " + GoogleAccount.TOKEN)
                    .equals(asked.headers().get("authorization")), object("accessToken", GoogleAccount.TOKEN,
                            "expireTime", inAnHour().toString()));
            // One that is at its end again the next time.
            case "oidc.eu-west-1.amazonaws.com" -> json(body.contains("\"refreshToken\":\"again-at-its-end\""), object(
                    "accessToken", "new", "tokenType", "Bearer", "expiresIn", 60, "refreshToken", "again-at-its-end"));
            case "portal.sso.eu-west-1.amazonaws.com" -> SsoLogin.keys("new", AwsSignature.ACCESS_KEY,
                    AwsSignature.SECRET_KEY, inAnHour());
            case "sts.googleapis.com" -> json(body.contains("subject_token=" + WORKLOAD), object(
                    "access_token", GoogleAccount.TOKEN, "issued_token_type",
                    "urn:ietf:params:oauth:token-type:access_token", "token_type", "Bearer", "expires_in", 3600));
            case "login.microsoftonline.com" -> json(body.contains("client_secret=" + SECRET), object(
                    "token_type", "Bearer", "expires_in", 3599, "ext_expires_in", 3599, "access_token", Family.KEY));
            default -> asked.json().path("stream").asBoolean() ? StubProvider.events(Answers.OPENAI_STREAM)
                    : StubProvider.json(200, Answers.OPENAI);
        };
        behaviour.answer(asked, response);
    }

    private static StubProvider.Behaviour json(boolean known, ObjectNode answer) {
        return known ? StubProvider.json(200, answer.toString()) : StubProvider.json(401, "{}");
    }

    @Override
    public void close() {
        server.close();
        standIns.values().forEach(StandIn::close);
    }
}
