package io.github.llmgateway.simulator;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;

/**
 * A failure on demand.
 *
 * @param kind   its class
 * @param status its HTTP status
 * @param moment when it comes
 */
record Fault(FailureKind kind, int status, Moment moment) {

    /** When a fault comes. */
    enum Moment {
        /** Instead of an answer. */
        BEFORE,
        /** As the first event of a stream whose status was 200. */
        FIRST_EVENT,
        /** After half of the stream. */
        MIDSTREAM
    }

    private static final long RETRY_AFTER_MILLIS = 1000;

    /** The fault that follows {@code error-} in a name; null: there is none of that name. */
    static Fault named(String word) {
        return switch (word) {
            case "context" -> before(FailureKind.CONTEXT_WINDOW);
            case "content" -> before(FailureKind.CONTENT_POLICY);
            // Anthropic's most frequent error behind a 200 is that it is overloaded.
            case "first" -> new Fault(FailureKind.OVERLOADED, FailureKind.OVERLOADED.status(), Moment.FIRST_EVENT);
            case "midstream" -> new Fault(FailureKind.API_ERROR, FailureKind.API_ERROR.status(), Moment.MIDSTREAM);
            default -> word.matches("[45][0-9][0-9]") ? ofStatus(Integer.parseInt(word)) : null;
        };
    }

    /** A prompt beyond the deployment's configured limit. */
    static Failure tooLong(long promptTokens, long limit) {
        // Clients recognise this wording of Anthropic's and compact their conversation.
        return Failure.of(FailureKind.CONTEXT_WINDOW,
                "prompt is too long: " + promptTokens + " tokens > " + limit + " maximum");
    }

    /** The failure itself. */
    Failure failure(long promptTokens) {
        Failure failure = switch (kind) {
            case CONTEXT_WINDOW -> tooLong(promptTokens, promptTokens / 2);
            case CONTENT_POLICY -> Failure.of(kind, "The simulator's content policy forbids this, as its model's name "
                    + "asks.");
            default -> Failure.of(kind, moment == Moment.MIDSTREAM
                    ? "The simulator broke off its answer, as its model's name asks."
                    : "The simulator fails with status " + status + ", as its model's name asks.");
        };
        boolean temporary = status == 429 || status == 503 || status == 529;
        return failure.withStatus(status).withRetryAfterMillis(temporary ? RETRY_AFTER_MILLIS : -1);
    }

    private static Fault before(FailureKind kind) {
        return new Fault(kind, kind.status(), Moment.BEFORE);
    }

    private static Fault ofStatus(int status) {
        return new Fault(FailureKind.ofStatus(status), status, Moment.BEFORE);
    }
}
