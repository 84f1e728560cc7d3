package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns what Camel's {@code aws-bedrock} left, a result or an exception that the route has caught, into the
 * {@link Incoming} that came over the wire: Bedrock's status, headers and bytes, those of an error, too. Where nothing
 * came, fails with a {@link Failure}.
 */
public final class BedrockAnswer implements Processor, NonBlocking {

    @Override
    public void process(Exchange exchange) throws Failure {
        AnswerRecorder.Recorded recorded =
                exchange.removeProperty(BedrockRequest.RECORDED) instanceof AnswerRecorder.Recorded mine ? mine : null;
        Incoming incoming = recorded == null ? null : recorded.incoming();
        Call call = Call.of(exchange);
        call.course().goesOn();
        if (incoming == null) {
            throw failure(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        }
        call.attempt().firstByte();
        exchange.getMessage().setBody(incoming);
    }

    private static Failure failure(Throwable thrown) {
        Failure inside = Failure.within(thrown);
        return inside != null ? inside
                : Failure.of(FailureKind.API_ERROR, "Amazon Bedrock could not be asked.").withCause(thrown);
    }
}
