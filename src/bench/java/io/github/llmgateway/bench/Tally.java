package io.github.llmgateway.bench;

/** What came of a round's requests. An answer that is not as it should be is an error and gives no time. */
final class Tally {

    private final Row row;
    private final long leastBytes;
    private final Histogram answers = new Histogram();
    private final Histogram firstBytes = new Histogram();
    private int errors;
    private String firstError;

    Tally(Row row) {
        this.row = row;
        this.leastBytes = Answers.leastBytes(row.script());
    }

    /** Takes down a wire that waits no more, its times only if {@code counts}. */
    void add(Wire wire, boolean counts) {
        String fault = fault(wire);
        if (fault != null) {
            fail(1, fault);
            return;
        }
        if (counts) {
            answers.record(wire.answerNanos());
            firstBytes.record(wire.firstByteNanos());
        }
    }

    void fail(int count, String why) {
        errors += count;
        if (count > 0 && firstError == null) {
            firstError = why;
        }
    }

    Histogram answers() {
        return answers;
    }

    Histogram firstBytes() {
        return firstBytes;
    }

    int errors() {
        return errors;
    }

    /** What was wrong with the first answer that was not good, or null. */
    String firstError() {
        return firstError;
    }

    private String fault(Wire wire) {
        if (wire.fault() != null) {
            return wire.fault();
        }
        AnswerReader answer = wire.answer();
        if (answer.status() != 200) {
            return "status " + answer.status();
        }
        if (answer.bodyBytes() < leastBytes) {
            return "an answer of " + answer.bodyBytes() + " bytes";
        }
        if (row.paced() && answer.markCount() != row.script().events()) {
            return "a stream of " + answer.markCount() + " events";
        }
        return null;
    }
}
