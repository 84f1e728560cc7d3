package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Amazon Bedrock's Converse, ConverseStream and CountTokens.
 *
 * <p>Source: Amazon Bedrock API reference (docs.aws.amazon.com/bedrock/latest/APIReference), {@code Converse} and the
 * types it names; what models do differently is in {@link Family}, with its source.
 */
public final class ConverseDialect implements Dialect {

    static final String NAME = "converse";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure {
        return new ConverseScanner(body, operation, maxDepth).scan(asked);
    }

    /** The body does not name the model; what is left out is what another maker has signed, which Bedrock refuses. */
    @Override
    public List<Splice> address(Outline outline, Operation operation, String model) {
        return outline.foreignThoughts;
    }

    /** Model and stream are what the path says: they are empty and false here. */
    @Override
    public ChatRequest read(byte[] body) throws Failure {
        return ConverseReader.read(body);
    }

    @Override
    public Written write(ChatRequest request, Target target) {
        return ConverseWriter.write(request, target);
    }

    @Override
    public ChatAnswer readAnswer(byte[] body) throws Failure {
        return ConverseAnswers.read(body);
    }

    @Override
    public byte[] writeAnswer(ChatAnswer answer, Reply reply) {
        return ConverseAnswers.write(answer, reply);
    }

    /** Of a count of tokens there is nothing to note: it is not usage. */
    @Override
    public void observe(byte[] answer, Operation operation, Tally tally) {
        if (operation == Operation.CHAT) {
            ConverseAnswers.observe(answer, tally);
        }
    }

    @Override
    public StreamDecoder decoder() {
        return new ConverseStreamDecoder();
    }

    @Override
    public StreamEncoder encoder(Reply reply) {
        return new ConverseStreamEncoder(reply);
    }

    /** Usage is part of every stream: {@code withholdUsage} changes nothing. */
    @Override
    public StreamObserver observer(boolean withholdUsage) {
        return new ConverseObserver();
    }

    @Override
    public Failure readFailure(int status, UnaryOperator<String> header, byte[] body) {
        return BedrockErrors.read(status, header, body);
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

    @Override
    public long readCount(byte[] answer) {
        JsonNode count = Json.parse(answer);
        return count == null ? -1 : count.path("inputTokens").asLong(-1);
    }

    @Override
    public byte[] writeCount(long tokens) {
        return Json.bytes(Json.object().put("inputTokens", tokens));
    }
}
