package io.github.llmgateway.access;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.AccessSettings;
import io.github.llmgateway.config.Secret;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Lets in who shows the master key, as a Bearer token or in one of the headers that clients have for it; compared in
 * constant time. Without a master key everybody is let in, and the gateway listens on loopback only.
 *
 * <p>A signed-in Anthropic user's token ({@code Bearer sk-ant-oat…}) goes on to the provider where the operator allows
 * it; the gateway's own key then comes in {@code x-litellm-api-key} or {@code x-gateway-api-key}.
 */
public final class Authentication implements Processor, NonBlocking {

    private static final List<String> KEY_HEADERS = List.of("x-litellm-api-key", "x-gateway-api-key", "x-api-key",
            "x-goog-api-key", "api-key", "key");
    private static final String BEARER = "Bearer ";
    private static final String OAUTH_TOKEN = "Bearer sk-ant-oat";

    private final AccessSettings settings;

    /** Checks against {@code settings}. */
    public Authentication(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Message message = exchange.getMessage();
        String authorization = message.getHeader("authorization", String.class);
        if (settings.forwardOauth() && authorization != null && authorization.startsWith(OAUTH_TOKEN)) {
            exchange.setProperty(Call.FORWARDED_AUTHORIZATION, authorization);
        }
        Secret master = settings.masterKey();
        if (master == null) {
            return;
        }
        boolean shown = false;
        for (String header : KEY_HEADERS) {
            String key = message.getHeader(header, String.class);
            if (key != null) {
                shown = true;
                if (master.matches(key.startsWith(BEARER) ? key.substring(BEARER.length()) : key)) {
                    exchange.setProperty(Call.KEY_ALIAS, "master");
                    return;
                }
            }
        }
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            shown = true;
            if (master.matches(authorization.substring(BEARER.length()).trim())) {
                exchange.setProperty(Call.KEY_ALIAS, "master");
                return;
            }
        }
        throw Failure.of(FailureKind.AUTHENTICATION, shown
                ? "The key is not valid for this gateway."
                : "No key was sent: this gateway wants one as 'authorization: Bearer KEY' or 'x-api-key: KEY'.")
                .withCode("invalid_api_key");
    }
}
