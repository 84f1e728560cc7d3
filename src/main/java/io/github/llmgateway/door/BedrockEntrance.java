package io.github.llmgateway.door;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Passing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.AnyBody;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.framing.Framing;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The door of Amazon Bedrock Runtime: {@code /model/MODEL/invoke}, {@code invoke-with-response-stream},
 * {@code converse}, {@code converse-stream}, {@code count-tokens} (Amazon Bedrock API Reference). Model ids have colons,
 * those of inference profiles may be ARNs with slashes, encoded or not.
 *
 * <p>The body of {@code invoke} is the model's own: Claude's is a conversation, any other passes as it came to the
 * deployment on Bedrock.
 */
public final class BedrockEntrance implements Processor, NonBlocking {

    private static final String BEFORE_MODEL = "/model/";
    /** Deeper bodies are no other maker's: they are refused where conversations are read. */
    private static final int DEEPEST = 500;
    /** Ids of models begin with their maker, those of inference profiles with a region before it. */
    private static final Pattern OTHER_MAKERS = Pattern.compile("([a-z]{2,6}(-gov)?[.])?(amazon|meta|mistral|ai21"
            + "|cohere|deepseek|openai|qwen|writer|stability|twelvelabs|luma|google|nvidia|moonshot|minimax|zai)[.].+");

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
            case "invoke" -> new Way(invoke, invoked(exchange, model), new Asked(model, false), Framing.AWS_CHUNKS);
            case "invoke-with-response-stream" ->
                    new Way(invoke, invoked(exchange, model), new Asked(model, true), Framing.AWS_CHUNKS);
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
        if (way.operation() == Operation.PASSAGE) {
            exchange.setProperty(Passing.PROVIDER, "bedrock");
            exchange.setProperty(Passing.PATH, BEFORE_MODEL + "{model}/" + verb);
        }
        way.take(exchange);
    }

    /** Claude's payload says its version, and is the only one with messages for a model that is not another maker's. */
    private static Operation invoked(Exchange exchange, String model) {
        if (!(exchange.getMessage().getBody() instanceof Content body)) {
            return Operation.CHAT;
        }
        Outline outline = AnyBody.outline(body, Asked.IN_BODY, DEEPEST);
        boolean claudes = outline.field("anthropic_version") != null
                || outline.field("messages") != null && !OTHER_MAKERS.matcher(model).matches();
        return claudes || outline.fields().isEmpty() ? Operation.CHAT : Operation.PASSAGE;
    }
}
