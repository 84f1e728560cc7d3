package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads where a deployment is reached, and with which key. */
final class EndpointReader {

    /** Clouds whose address follows from region and project. */
    private static final Set<Api> FOLLOWS = EnumSet.of(Api.ANTHROPIC_AWS, Api.BEDROCK_CONVERSE, Api.VERTEX_GEMINI);
    /** What names an identity in Entra: the environment's key would be another's. */
    private static final List<String> IDENTITY = List.of("azure_ad_token", "tenant_id", "client_id", "client_secret");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0");

    private final ListenSettings listen;
    private final AccessSettings access;
    private final Trust trust;

    EndpointReader(ListenSettings listen, AccessSettings access, Trust trust) {
        this.listen = listen;
        this.access = access;
        this.trust = trust;
    }

    /** The endpoint; null where its URL is wrong or missing, and the findings say so. */
    Endpoint read(Provider provider, CalledModel model, Section params, CloudAddress cloud) {
        Secret own = params.secret("api_key");
        boolean identity = IDENTITY.stream().anyMatch(params::has);
        String variable = identity ? null : provider.keyVariables().stream()
                .map(params.variables()::get)
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
        Secret key = own != null || variable == null ? own : Secret.of(variable);
        String ownOrganization = params.text("organization");
        boolean openai = provider.name().equals("openai");
        String organization = first(ownOrganization, openai ? params.variables().get("OPENAI_ORGANIZATION") : null);
        ProxyAddress proxy = params.proxy("proxy");
        Map<String, String> headers = new LinkedHashMap<>(params.textMap("extra_headers"));
        Trust ownTrust = new TrustReader(params).over(trust);
        URI base = cloud.base(model, base(provider, params));
        if (base == null && provider.api() != Api.SIMULATOR) {
            return null;
        }
        cloud.headers().forEach(headers::putIfAbsent);
        return new Endpoint(base, key, organization, proxy, headers, ownTrust);
    }

    /** Whether calls would be refused for want of a key. */
    boolean lacksKey(Provider provider, Endpoint endpoint) {
        // A server of one's own that speaks a provider's dialect need not ask for a key, and a client may bring its own.
        boolean elsewhere = provider.base() != null && !provider.base().getHost().equals(endpoint.base().getHost());
        boolean client = provider.api() == Api.ANTHROPIC && access.forwardOauth();
        return endpoint.apiKey() == null && provider.needsKey() && !elsewhere && !client;
    }

    private URI base(Provider provider, Section params) {
        String key = params.has("api_base") || !params.has("base_url") ? "api_base" : "base_url";
        boolean given = params.text(key) != null;
        URI uri = given ? params.url(key) : fromEnvironment(provider, params);
        if (uri == null && !given) {
            uri = provider.base();
            boolean needed = provider.api() != Api.SIMULATOR && !FOLLOWS.contains(provider.api());
            if (uri == null && needed && !params.has(key)) {
                String variable = first(provider.baseVariables().stream().findFirst().orElse(null), "");
                String mend = "give the server's base URL, such as http://localhost:8000/v1";
                params.error(key, "missing, and " + variable + " is not set", mend);
            }
        }
        return uri == null ? null : normal(provider, uri);
    }

    private URI fromEnvironment(Provider provider, Section params) {
        for (String name : provider.baseVariables()) {
            String value = params.variables().get(name);
            URI uri = value == null ? null : params.url("api_base", value);
            if (uri == null) {
                continue;
            }
            // Clients are pointed here by the same variable; following it the gateway would call itself.
            if (uri.getPort() == listen.port() && uri.getHost() != null && LOOPBACK.contains(uri.getHost())) {
                params.notice("model", "the environment variable " + name + " points to this gateway itself, ignored", "");
                continue;
            }
            return uri;
        }
        return null;
    }

    // The ends that files have where LiteLLM accepts them, brought to one form.
    private static URI normal(Provider provider, URI uri) {
        String text = uri.toString();
        if (provider.api() == Api.ANTHROPIC) {
            text = text.replaceFirst("(/v1)?(/messages)?$", "");
        } else {
            text = text.replaceFirst("/chat/completions$", "");
        }
        boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
        return URI.create(bare ? text + provider.basePath() : text);
    }
}
