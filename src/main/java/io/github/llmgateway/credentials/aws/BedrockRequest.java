package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.upstream.Outbound;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

/**
 * Turns an {@link Outgoing} into what Camel's {@code aws-bedrock} takes with {@code pojoRequest=true}: the bytes as
 * they are, addressed to its model. Streams are refused: the component gathers them before it returns.
 */
public final class BedrockRequest implements Processor, NonBlocking {

    /** The exchange's property that holds what will come. */
    static final String RECORDED = "bedrock-recorded";

    private static final String JSON = "application/json";

    private final Outbound outbound;

    /** For the deployments of {@code outbound}. */
    public BedrockRequest(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Outgoing outgoing = exchange.getMessage().getBody(Outgoing.class);
        Call call = Call.of(exchange);
        Deployment deployment = outbound.deployment(call.attempt().deployment());
        if (call.cancelled()) {
            throw Failure.of(FailureKind.CLIENT_LEFT, "The client has left.");
        }
        if (outgoing.stream()) {
            throw Failure.of(FailureKind.NOT_SUPPORTED, "The provider " + deployment.provider()
                    + " streams nothing by this way.");
        }
        AnswerRecorder.Recorded recorded = new AnswerRecorder.Recorded();
        exchange.setProperty(RECORDED, recorded);
        exchange.getMessage().setBody(InvokeModelRequest.builder()
                .modelId(outgoing.model())
                .contentType(JSON)
                .accept(JSON)
                .body(SdkBytes.fromByteArrayUnsafe(outgoing.body().getBytes()))
                .overrideConfiguration(own -> own.putExecutionAttribute(AnswerRecorder.RECORDED, recorded))
                .build());
        call.course().waits();
    }
}
