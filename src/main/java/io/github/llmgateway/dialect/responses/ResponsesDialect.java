package io.github.llmgateway.dialect.responses;

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
import io.github.llmgateway.dialect.openai.ChunkBuffer;
import io.github.llmgateway.dialect.openai.OpenAiErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * OpenAI's Responses format. The gateway keeps no conversations: a request that names one stored at the provider goes
 * through to that provider, and is refused where it would have to be translated.
 */
public final class ResponsesDialect implements Dialect {

    /** The dialect's name, and the mark of blocks that only it knows. */
    public static final String NAME = "responses";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure {
        return new ResponsesScanner(body, maxDepth).scan(asked);
    }

    /** The model's name, and what another maker has signed, which OpenAI refuses. Usage is always reported. */
    @Override
    public List<Splice> address(Outline outline, Operation operation, String model) {
        byte[] name = new ChunkBuffer().string(model).bytes();
        List<Splice> splices = new ArrayList<>(outline.foreignThoughts);
        for (Outline.Field field : outline.fields()) {
            // Should it be there twice, nobody knows which one the provider reads.
            if (field.name().equals("model")) {
                splices.add(new Splice(field.value(), field.end(), name));
            }
        }
        splices.sort(Comparator.comparingInt(Splice::start));
        return splices;
    }

    @Override
    public ChatRequest read(byte[] body) throws Failure {
        return ResponsesReader.read(body);
    }

    @Override
    public Written write(ChatRequest request, Target target) {
        return ResponsesWriter.write(request, target);
    }

    @Override
    public ChatAnswer readAnswer(byte[] body) throws Failure {
        return AnswerReader.read(body);
    }

    @Override
    public byte[] writeAnswer(ChatAnswer answer, Reply reply) {
        return AnswerWriter.write(answer, reply);
    }

    @Override
    public void observe(byte[] answer, Operation operation, Tally tally) {
        AnswerReader.observe(answer, tally);
    }

    @Override
    public StreamDecoder decoder() {
        return new ResponsesStreamDecoder();
    }

    @Override
    public StreamEncoder encoder(Reply reply) {
        return new ResponsesStreamEncoder(reply);
    }

    @Override
    public StreamObserver observer(boolean withholdUsage) {
        return new ResponsesObserver();
    }

    @Override
    public Failure readFailure(int status, UnaryOperator<String> header, byte[] body) {
        return OpenAiErrors.read(status, header.apply("content-type"), body);
    }

    @Override
    public byte[] writeFailure(Failure failure, String requestId) {
        return OpenAiErrors.write(failure);
    }

    @Override
    public long readCount(byte[] answer) {
        JsonNode count = Json.parse(answer);
        return count == null ? -1 : count.path("input_tokens").asLong(-1);
    }

    /** As {@code POST /v1/responses/input_tokens} answers. */
    @Override
    public byte[] writeCount(long tokens) {
        return Json.bytes(Json.object().put("object", "response.input_tokens").put("input_tokens", tokens));
    }
}
