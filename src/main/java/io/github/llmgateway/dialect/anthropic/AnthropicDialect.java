package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Anthropic's Messages format, as its API and Claude on other clouds speak it. */
public final class AnthropicDialect implements Dialect {

    @Override
    public String name() {
        return AnthropicErrors.DIALECT;
    }

    @Override
    public Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure {
        return new AnthropicScanner(body, maxDepth).scan(asked);
    }

    /** The model's name, and what another maker has signed, which Anthropic refuses. */
    @Override
    public List<Splice> address(Outline outline, Operation operation, String model) {
        List<Splice> splices = new ArrayList<>(outline.foreignThoughts);
        Outline.Field field = outline.field("model");
        if (field != null) {
            splices.add(new Splice(field.value(), field.end(), Json.bytes(TextNode.valueOf(model))));
        }
        return splices;
    }

    @Override
    public ChatRequest read(byte[] body) throws Failure {
        return AnthropicReader.read(Json.request(body));
    }

    @Override
    public Written write(ChatRequest request, Target target) {
        return AnthropicWriter.write(request, target);
    }

    /** How Claude is to think and to draw, for formats that carry these parameters of its own. */
    public Written parameters(ChatRequest request, Target target) {
        return AnthropicWriter.parameters(request, target);
    }

    @Override
    public ChatAnswer readAnswer(byte[] body) throws Failure {
        return AnthropicAnswers.read(body);
    }

    @Override
    public byte[] writeAnswer(ChatAnswer answer, Reply reply) {
        return AnthropicAnswers.write(answer, reply);
    }

    /** Of a count of tokens there is nothing to note: it is not usage. */
    @Override
    public void observe(byte[] answer, Operation operation, Tally tally) {
        if (operation == Operation.CHAT) {
            AnthropicAnswers.observe(answer, tally);
        }
    }

    @Override
    public StreamDecoder decoder() {
        return new AnthropicStreamDecoder();
    }

    @Override
    public StreamEncoder encoder(Reply reply) {
        return new AnthropicStreamEncoder(reply);
    }

    /** Usage is part of every Anthropic stream: {@code withholdUsage} changes nothing. */
    @Override
    public StreamObserver observer(boolean withholdUsage) {
        return new AnthropicObserver();
    }

    @Override
    public Failure readFailure(int status, UnaryOperator<String> header, byte[] body) {
        return AnthropicErrors.read(status, header.apply("content-type"), body);
    }

    @Override
    public long readCount(byte[] answer) {
        JsonNode count = Json.parse(answer);
        return count == null ? -1 : count.path("input_tokens").asLong(-1);
    }

    @Override
    public byte[] writeFailure(Failure failure, String requestId) {
        return AnthropicErrors.write(failure, requestId);
    }
}
