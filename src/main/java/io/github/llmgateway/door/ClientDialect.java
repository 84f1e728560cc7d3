package io.github.llmgateway.door;

import io.github.llmgateway.dialect.Dialect;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Which dialect to speak to a client that has come through no door. */
final class ClientDialect {

    private ClientDialect() {
    }

    /**
     * Gemini's where the client says {@code x-goog-api-key} or asks below {@code /v1beta/}; Anthropic's where it says
     * {@code anthropic-version} or {@code x-api-key}, or asks below {@code /v1/messages}; else OpenAI's, which most others
     * understand.
     */
    static Dialect guess(Exchange exchange) {
        Message message = exchange.getIn();
        String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        if (path.startsWith("/v1beta/") && !path.startsWith("/v1beta/openai/") || message.getHeader("x-goog-api-key") != null) {
            return named(exchange.getContext(), "gemini");
        }
        boolean anthropic = message.getHeader("anthropic-version") != null || message.getHeader("x-api-key") != null
                || path.startsWith("/v1/messages");
        return named(exchange.getContext(), anthropic ? "anthropic" : "openai");
    }

    private static Dialect named(CamelContext context, String name) {
        Map<String, Dialect> dialects = context.getRegistry().findByTypeWithName(Dialect.class);
        return dialects.values().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no dialect is called " + name));
    }
}
