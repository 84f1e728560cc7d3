package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A model's own format as InvokeModel carries it (Amazon Bedrock API reference, {@code InvokeModel} and
 * {@code InvokeModelWithResponseStream}): the payload is the maker's, how something went wrong is Bedrock's to say. Has
 * the name of the format that it carries, so that requests and answers pass through between the maker's API and
 * Bedrock's; bodies of errors do not, since each says whose words they are.
 */
public final class BedrockPayload implements Dialect {

    private final Dialect carried;

    /** Carries {@code carried}. */
    public BedrockPayload(Dialect carried) {
        this.carried = carried;
    }

    @Override
    public String name() {
        return carried.name();
    }

    @Override
    public Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure {
        return carried.scan(body, operation, asked, maxDepth);
    }

    @Override
    public List<Splice> address(Outline outline, Operation operation, String model) {
        return carried.address(outline, operation, model);
    }

    @Override
    public List<Splice> address(Outline outline, Operation operation, Target target) {
        return carried.address(outline, operation, target);
    }

    /** The path names the model, so the body need not; the version of the format is no part of the conversation. */
    @Override
    public ChatRequest read(byte[] body) throws Failure {
        ObjectNode request = Json.request(body);
        request.remove("anthropic_version");
        if (!request.has("model")) {
            request.put("model", "");
        }
        return carried.read(Json.bytes(request));
    }

    @Override
    public Written write(ChatRequest request, Target target) {
        return carried.write(request, target);
    }

    @Override
    public ChatAnswer readAnswer(byte[] body) throws Failure {
        return carried.readAnswer(body);
    }

    @Override
    public byte[] writeAnswer(ChatAnswer answer, Reply reply) {
        return carried.writeAnswer(answer, reply);
    }

    @Override
    public void observe(byte[] answer, Operation operation, Tally tally) {
        carried.observe(answer, operation, tally);
    }

    @Override
    public Usage readUsage(UnaryOperator<String> header) {
        return InvocationMetrics.ofHeaders(header);
    }

    /** The model's own events, or Bedrock's that breaks them off. */
    @Override
    public StreamDecoder decoder() {
        StreamDecoder inner = carried.decoder();
        return new StreamDecoder() {
            private boolean broken;

            @Override
            public void event(String name, byte[] data, Consumer<StreamEvent> to) {
                if (broken) {
                    return;
                }
                broken = name != null && BedrockErrors.isException(name);
                if (broken) {
                    to.accept(new StreamEvent.Failed(BedrockErrors.event(name, data)));
                } else {
                    inner.event(name, data, to);
                }
            }

            @Override
            public void end(Consumer<StreamEvent> to) {
                if (!broken) {
                    inner.end(to);
                }
            }
        };
    }

    /** The framing turns the format's own event of an error into Bedrock's. */
    @Override
    public StreamEncoder encoder(Reply reply) {
        return carried.encoder(reply);
    }

    @Override
    public StreamObserver observer(boolean withholdUsage) {
        StreamObserver inner = carried.observer(withholdUsage);
        return new StreamObserver() {
            private boolean broken;

            @Override
            public boolean event(String name, byte[] bytes, int start, int end, Tally tally) {
                if (name == null || !BedrockErrors.isException(name)) {
                    // The format that is carried may be another one's, where it passes as it came.
                    if (tally.usage.equals(Usage.NONE)) {
                        tally.usage = InvocationMetrics.ofEvent(bytes, start, end);
                    }
                    return inner.event(name, bytes, start, end, tally);
                }
                broken = true;
                tally.failure = BedrockErrors.event(name, Arrays.copyOfRange(bytes, start, end));
                return true;
            }

            @Override
            public boolean complete() {
                return broken || inner.complete();
            }
        };
    }

    /** Bedrock's error, or the maker's own where something behind Bedrock's name answered with one. */
    @Override
    public Failure readFailure(int status, UnaryOperator<String> header, byte[] body) {
        JsonNode json = header.apply(BedrockErrors.TYPE_HEADER) != null ? null : Json.parse(body);
        return json != null && json.path("error").isObject() ? carried.readFailure(status, header, body)
                : BedrockErrors.read(status, header, body);
    }

    @Override
    public byte[] writeFailure(Failure failure, String requestId) {
        return BedrockErrors.write(failure);
    }

    @Override
    public int failureStatus(Failure failure) {
        return BedrockErrors.status(failure);
    }

    @Override
    public Map<String, String> failureHeaders(Failure failure) {
        return BedrockErrors.headers(failure);
    }

    /** CountTokens answers the same for every payload; the maker's own count is read as well. */
    @Override
    public long readCount(byte[] answer) {
        JsonNode count = Json.parse(answer);
        return count != null && count.path("inputTokens").isNumber() ? count.get("inputTokens").asLong()
                : carried.readCount(answer);
    }

    @Override
    public byte[] writeCount(long tokens) {
        return Json.bytes(Json.object().put("inputTokens", tokens));
    }
}
