package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Google's Gemini format, of the Gemini API and of Vertex AI. What the two do differently is decided by the provider's
 * name, {@code gemini} or {@code vertex_ai}.
 */
public final class GeminiDialect implements Dialect {

    static final String NAME = "gemini";

    @Override
    public String name() {
        return NAME;
    }

    /** {@code asked} tells the model and whether events are wanted, both of the path. */
    @Override
    public Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure {
        return new GeminiScanner(body, maxDepth).scan(asked);
    }

    /** The model is in the path; a body may name it once more. What another maker has signed, Gemini refuses. */
    @Override
    public List<Splice> address(Outline outline, Operation operation, String model) {
        List<Splice> splices = new ArrayList<>(1);
        boolean demanded = new Model(model).third();
        for (Splice foreign : outline.foreignThoughts) {
            splices.add(demanded ? foreign : new Splice(foreign.start(), foreign.end(), Signatures.NONE));
        }
        for (Outline.Field field : outline.fields()) {
            if (field.name().equals("model") || field.name().equals(GeminiScanner.INNER_MODEL)) {
                byte[] name = Json.bytes(Json.MAPPER.getNodeFactory().textNode(resource(model)));
                splices.add(new Splice(field.value(), field.end(), name));
            }
        }
        return splices;
    }

    /** The model's name as bodies have it. */
    static String resource(String model) {
        return model.contains("/") ? model : "models/" + model;
    }

    @Override
    public ChatRequest read(byte[] body) throws Failure {
        return GeminiReader.read(body);
    }

    @Override
    public Written write(ChatRequest request, Target target) {
        return GeminiWriter.write(request, target);
    }

    @Override
    public ChatAnswer readAnswer(byte[] body) throws Failure {
        return GeminiAnswers.read(body);
    }

    @Override
    public byte[] writeAnswer(ChatAnswer answer, Reply reply) {
        return GeminiAnswers.write(answer, reply);
    }

    @Override
    public void observe(byte[] answer, Operation operation, Tally tally) {
        JsonNode read = Json.parse(answer);
        if (read != null && read.isObject()) {
            GeminiAnswers.observe(read, false, tally);
            long embedded = 0;
            for (JsonNode prediction : read.path("predictions")) {
                embedded += prediction.at("/embeddings/statistics/token_count").asLong();
            }
            // Vertex AI's embeddings are counted by text.
            tally.usage = embedded == 0 ? tally.usage : new Usage(embedded, 0, 0, 0, 0, 0);
        }
    }

    @Override
    public StreamDecoder decoder() {
        return new GeminiStreamDecoder();
    }

    @Override
    public StreamEncoder encoder(Reply reply) {
        return new GeminiStreamEncoder(reply);
    }

    /** Every event of this format carries usage, whoever asked. */
    @Override
    public StreamObserver observer(boolean withholdUsage) {
        return new GeminiObserver();
    }

    @Override
    public Failure readFailure(int status, UnaryOperator<String> header, byte[] body) {
        return GeminiErrors.read(status, header.apply("content-type"), body);
    }

    @Override
    public byte[] writeFailure(Failure failure, String requestId) {
        return GeminiErrors.write(failure);
    }

    @Override
    public int failureStatus(Failure failure) {
        return GeminiErrors.code(failure);
    }

    @Override
    public long readCount(byte[] answer) {
        JsonNode read = Json.parse(answer);
        return read != null && read.path("totalTokens").isIntegralNumber() ? read.get("totalTokens").longValue() : -1;
    }

    @Override
    public byte[] writeCount(long tokens) {
        return Json.bytes(Json.object().put("totalTokens", tokens));
    }
}
