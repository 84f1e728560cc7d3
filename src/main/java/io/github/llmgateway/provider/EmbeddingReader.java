package io.github.llmgateway.provider;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Dialect;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads the answer to one of an {@link EmbeddingWriter}'s requests: an {@link Incoming} becomes the
 * {@link io.github.llmgateway.embedding.Embedded} in it, an error a {@link Failure}.
 */
public final class EmbeddingReader implements Processor, NonBlocking {

    private final Dialect errors;

    /** For a provider that tells its errors as {@code errors} does. */
    public EmbeddingReader(Dialect errors) {
        this.errors = errors;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Incoming incoming = exchange.getMessage().getBody(Incoming.class);
        EmbeddingTry current = EmbeddingTry.of(exchange);
        Call call = Call.of(exchange);
        if (call.attempt() == current.attempt()) {
            call.answerHeaders(AnswerHeaders.of(incoming.headers(), false));
        }
        if (incoming.events() != null) {
            incoming.cancel().run();
            throw Failure.of(FailureKind.API_ERROR, "The provider answered with events.").withStatus(502);
        }
        byte[] bytes = incoming.bytes().getBytes();
        Failure failure = AnswerReader.failure(errors, incoming, bytes);
        if (failure != null) {
            throw failure;
        }
        exchange.getMessage().setBody(current.format().read(bytes, name -> incoming.headers().get(name)));
    }
}
