package io.github.llmgateway.provider;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.embedding.Embedded;
import io.github.llmgateway.embedding.EmbeddingList;
import io.github.llmgateway.embedding.EmbeddingRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Writes the answer to a request for embeddings. Where the provider does not say how many tokens the texts had, the
 * usage is an estimate that errs high, marked as one by the header {@code x-gateway-token-count: estimate}.
 */
public final class EmbeddingAnswer implements Processor, NonBlocking {

    @Override
    public void process(Exchange exchange) throws Failure {
        Call call = Call.of(exchange);
        EmbeddingRequest asked = EmbeddingTry.of(exchange).asked();
        Embedded embedded = exchange.getMessage().getBody(Embedded.class).of(asked.texts().size());
        long tokens = embedded.tokens() >= 0 ? embedded.tokens() : call.getPromptTokens();
        call.attempt().tally().usage = new Usage(tokens, 0, 0, 0, 0, 0);
        MultiMap headers = call.answerHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        if (embedded.tokens() < 0) {
            headers.set("x-gateway-token-count", "estimate");
        }
        exchange.getMessage().setBody(Answer.whole(200, headers,
                Buffer.buffer(EmbeddingList.write(embedded, asked.base64(), call.getModel(), tokens))));
    }
}
