package io.github.llmgateway.door;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.framing.Framing;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The door of Amazon Bedrock Runtime: {@code /model/MODEL/invoke}, {@code invoke-with-response-stream},
 * {@code converse}, {@code converse-stream}, {@code count-tokens} (Amazon Bedrock API Reference). Model ids have colons,
 * those of inference profiles may be ARNs with slashes, encoded or not.
 */
public final class BedrockEntrance implements Processor, NonBlocking {

    private static final String BEFORE_MODEL = "/model/";

    private final Dialect invoke;
    private final Dialect converse;

    /** The door for payloads of {@code invoke} (Anthropic's, with Bedrock's errors) and of {@code converse}. */
    public BedrockEntrance(Dialect invoke, Dialect converse) {
        this.invoke = invoke;
        this.converse = converse;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        String path = RequestPath.of(exchange);
        int start = path.indexOf(BEFORE_MODEL) + BEFORE_MODEL.length();
        int end = path.lastIndexOf('/');
        String model = end > start ? RequestPath.decoded(path.substring(start, end)) : "";
        String verb = path.substring(end + 1);
        Way way = switch (model.isEmpty() ? "" : verb) {
            case "invoke" -> new Way(invoke, Operation.CHAT, new Asked(model, false), Framing.AWS_CHUNKS);
            case "invoke-with-response-stream" ->
                    new Way(invoke, Operation.CHAT, new Asked(model, true), Framing.AWS_CHUNKS);
            case "converse" -> new Way(converse, Operation.CHAT, new Asked(model, false), Framing.AWS_EVENTS);
            case "converse-stream" -> new Way(converse, Operation.CHAT, new Asked(model, true), Framing.AWS_EVENTS);
            case "count-tokens" ->
                    new Way(converse, Operation.COUNT_TOKENS, new Asked(model, false), Framing.AWS_EVENTS);
            default -> null;
        };
        if (way == null) {
            new Way(converse, Operation.CHAT, Asked.IN_BODY, Framing.AWS_EVENTS).take(exchange);
            throw Failure.of(FailureKind.NOT_FOUND, "There is nothing at this path; Bedrock's are /model/MODEL/invoke, "
                    + "invoke-with-response-stream, converse, converse-stream and count-tokens.");
        }
        way.take(exchange);
    }
}
