package io.github.llmgateway.provider;

import io.github.llmgateway.embedding.Embedded;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Puts the vectors of several answers together, in the order in which the splitter made the requests. */
public final class EmbeddingGatherer implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange before, Exchange next) {
        if (before == null || next.getException() != null) {
            return next;
        }
        if (before.getException() == null) {
            Embedded vectors = before.getMessage().getBody(Embedded.class);
            before.getMessage().setBody(vectors.plus(next.getMessage().getBody(Embedded.class)));
        }
        return before;
    }
}
