package io.github.llmgateway.dialect.openai;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.AnyBody;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * OpenAI's Chat Completions format, and the outlines of {@code /v1/completions} and {@code /v1/embeddings}.
 *
 * <p>Source: OpenAI's API reference (platform.openai.com/docs/api-reference); what compatible servers do differently is
 * in {@link Server} and {@link Model}, each with its source.
 */
public final class OpenAiDialect implements Dialect {

    static final String NAME = "openai";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure {
        return switch (operation) {
            case CHAT, COUNT_TOKENS -> new ChatScanner(body, maxDepth).scan(asked);
            case COMPLETION -> new InputScanner(body, maxDepth, "prompt").scan(asked);
            case EMBEDDING -> new InputScanner(body, maxDepth, "input").scan(asked);
            case PASSAGE -> AnyBody.outline(body, asked, maxDepth);
        };
    }

    @Override
    public List<Splice> address(Outline outline, Operation operation, String model) {
        return address(outline, operation, new Target(model, NAME, operation, 0));
    }

    /** A stream's usage is asked for, but not of a provider that refuses the question and answers it unasked. */
    @Override
    public List<Splice> address(Outline outline, Operation operation, Target target) {
        byte[] model = new ChunkBuffer().string(target.model()).bytes();
        List<Splice> splices = new ArrayList<>(2);
        for (Outline.Field field : outline.fields()) {
            // Should it be there twice, nobody knows which one the provider reads.
            if (field.name().equals("model")) {
                splices.add(new Splice(field.value(), field.end(), model));
            }
        }
        boolean streams = operation == Operation.CHAT || operation == Operation.COMPLETION;
        if (streams && outline.stream && outline.askForUsage != null
                && !Server.reportsUsageUnasked(target.provider())) {
            splices.add(outline.askForUsage);
            splices.sort(Comparator.comparingInt(Splice::start));
        }
        return splices;
    }

    @Override
    public ChatRequest read(byte[] body) throws Failure {
        return OpenAiReader.read(body);
    }

    @Override
    public Written write(ChatRequest request, Target target) {
        return OpenAiWriter.write(request, target);
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
        return new OpenAiStreamDecoder();
    }

    @Override
    public StreamEncoder encoder(Reply reply) {
        return new OpenAiStreamEncoder(reply);
    }

    @Override
    public StreamObserver observer(boolean withholdUsage) {
        return new OpenAiObserver(withholdUsage);
    }

    @Override
    public Failure readFailure(int status, UnaryOperator<String> header, byte[] body) {
        return OpenAiErrors.read(status, header.apply("content-type"), body);
    }

    @Override
    public byte[] writeFailure(Failure failure, String requestId) {
        return OpenAiErrors.write(failure);
    }
}
