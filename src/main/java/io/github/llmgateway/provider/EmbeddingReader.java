package io.github.llmgateway.provider;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.embedding.EmbeddingFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads the answer to one of an {@link EmbeddingWriter}'s requests: an {@link Incoming} becomes the
 * {@link io.github.llmgateway.embedding.Embedded} in it, an error a {@link Failure}.
 */
public final class EmbeddingReader implements Processor, NonBlocking {

    /** The exchange's property with the format in which was asked. */
    static final String FORMAT = "embedding-format";
    /** Whether the client wants vectors in base64. */
    static final String BASE64 = "embedding-base64";
    /** How many texts there are. */
    static final String TEXTS = "embedding-texts";

    private final Dialect errors;

    /** For a provider that tells its errors as {@code errors} does. */
    public EmbeddingReader(Dialect errors) {
        this.errors = errors;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Incoming incoming = exchange.getMessage().getBody(Incoming.class);
        Call.of(exchange).answerHeaders(AnswerHeaders.of(incoming.headers(), false));
        if (incoming.events() != null) {
            incoming.cancel().run();
            throw Failure.of(FailureKind.API_ERROR, "The provider answered with events.").withStatus(502);
        }
        byte[] bytes = incoming.bytes().getBytes();
        Failure failure = AnswerReader.failure(errors, incoming, bytes);
        if (failure != null) {
            throw failure;
        }
        EmbeddingFormat format = exchange.getProperty(FORMAT, EmbeddingFormat.class);
        exchange.getMessage().setBody(format.read(bytes, name -> incoming.headers().get(name)));
    }
}
