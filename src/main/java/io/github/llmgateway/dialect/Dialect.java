package io.github.llmgateway.dialect;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One payload format, spoken by clients at a door and by providers. Stateless and safe for all threads; what has state
 * (a stream's decoder, encoder, observer) is made anew for each answer.
 */
public interface Dialect {

    /** {@code anthropic}, {@code openai}, {@code responses}, {@code gemini}, {@code converse}. */
    String name();

    /**
     * Reads a request once, without building a tree: checks that it is one JSON object, no deeper than
     * {@code maxDepth}, and that the fields the gateway acts on have the right types.
     *
     * @param asked what the request says outside its body
     * @throws Failure {@code INVALID_REQUEST} naming the field or the place (line and column)
     */
    Outline scan(Content body, Operation operation, Asked asked, int maxDepth) throws Failure;

    /** The same for a request that says everything in its body. */
    default Outline scan(Content body, Operation operation, int maxDepth) throws Failure {
        return scan(body, operation, Asked.IN_BODY, maxDepth);
    }

    /** The same for a body in one array. */
    default Outline scan(byte[] body, Operation operation, int maxDepth) throws Failure {
        return scan(Content.of(body), operation, maxDepth);
    }

    /**
     * The changes that pass-through makes to a request of this dialect: the model's name, and what the dialect needs so
     * that usage is reported.
     *
     * @param model the deployment's own name
     */
    List<Splice> address(Outline outline, Operation operation, String model);

    /** The same for a provider by name, where one of them refuses what the others want. */
    default List<Splice> address(Outline outline, Operation operation, Target target) {
        return address(outline, operation, target.model());
    }

    /** Reads a request as a neutral conversation. {@code INVALID_REQUEST} names the field that is wrong. */
    ChatRequest read(byte[] body) throws Failure;

    /** Writes a conversation in this dialect. Never fails: what it cannot say is in {@link Written#losses()}. */
    Written write(ChatRequest request, Target target);

    /** Reads a whole answer; {@code API_ERROR} if it is none. */
    ChatAnswer readAnswer(byte[] body) throws Failure;

    /** Writes a whole answer. */
    byte[] writeAnswer(ChatAnswer answer, Reply reply);

    /** Reads usage, stop reason and model of a whole answer into the tally; silent on what it cannot read. */
    void observe(byte[] answer, Operation operation, Tally tally);

    /**
     * Tokens that an answer's headers tell of; {@link Usage#NONE}: none.
     *
     * @param header the answer's headers by name, whatever its case; gives null for one that is not there
     */
    default Usage readUsage(UnaryOperator<String> header) {
        return Usage.NONE;
    }

    /** For an answer's events in this dialect. */
    StreamDecoder decoder();

    /** For events towards a client of this dialect. */
    StreamEncoder encoder(Reply reply);

    /** For events that pass through. {@code withholdUsage}: the client did not ask for them. */
    StreamObserver observer(boolean withholdUsage);

    /**
     * Reads a provider's error: its kind by status, type and wording; the body is kept verbatim.
     *
     * @param header the answer's headers by name, whatever its case; gives null for one that is not there
     */
    Failure readFailure(int status, UnaryOperator<String> header, byte[] body);

    /** The error's body for a client of this dialect. {@code requestId} may be null. */
    byte[] writeFailure(Failure failure, String requestId);

    /** The status that tells an error; 529 is Anthropic's own, and clients of others may not know it. */
    default int failureStatus(Failure failure) {
        return failure.status();
    }

    /** Headers in which this dialect tells an error beside the body, by name. */
    default Map<String, String> failureHeaders(Failure failure) {
        return Map.of();
    }

    /** Reads the answer to {@link Operation#COUNT_TOKENS}; -1: there is no count in it. */
    default long readCount(byte[] answer) {
        return -1;
    }

    /** Writes a count of tokens as the answer to {@link Operation#COUNT_TOKENS}. */
    default byte[] writeCount(long tokens) {
        return Json.bytes(Json.object().put("input_tokens", tokens));
    }
}
