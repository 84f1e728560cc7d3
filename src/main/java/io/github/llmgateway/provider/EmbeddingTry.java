package io.github.llmgateway.provider;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.embedding.EmbeddingFormat;
import io.github.llmgateway.embedding.EmbeddingRequest;
import org.apache.camel.Exchange;

/**
 * What an {@link EmbeddingWriter} has understood, for those who read the answers. It travels with the exchange, and
 * with those that the splitter makes of it: one of these may come back when another deployment is already being asked.
 */
record EmbeddingTry(EmbeddingFormat format, EmbeddingRequest asked, Attempt attempt) {

    private static final String PROPERTY = "embedding";

    static EmbeddingTry of(Exchange exchange) {
        return (EmbeddingTry) exchange.getProperty(PROPERTY);
    }

    void travelWith(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }
}
