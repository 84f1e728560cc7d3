package io.github.llmgateway.bench;

import java.util.List;

/**
 * One kind of load.
 *
 * @param id          short name, for selection
 * @param title       name in the report
 * @param bodyBytes   size of the request's body
 * @param connections connections, each with one request at a time
 * @param script      how the upstream answers
 */
record Row(String id, String title, int bodyBytes, int connections, Script script) {

    /** Events of a stream that comes at once. */
    private static final int WHOLE_EVENTS = 100;

    /** All rows, the paced ones with streams of {@code pacedSeconds}. */
    static List<Row> all(double pacedSeconds) {
        return List.of(
                unary("1k", "1 KB", 1_024, 1),
                unary("1k", "1 KB", 1_024, 32),
                unary("1k", "1 KB", 1_024, 256),
                unary("76k", "76 KB", 76 * 1_024, 1),
                unary("76k", "76 KB", 76 * 1_024, 32),
                unary("76k", "76 KB", 76 * 1_024, 256),
                unary("1m", "1 MB", 1_024 * 1_024, 1),
                unary("1m", "1 MB", 1_024 * 1_024, 32),
                unary("1m", "1 MB", 1_024 * 1_024, 256),
                new Row("whole-32", "whole streams × 32", 1_024, 32, Script.whole(WHOLE_EVENTS)),
                paced(8, 20, pacedSeconds),
                paced(500, 20, pacedSeconds),
                paced(2_000, 250, pacedSeconds));
    }

    private static Row unary(String id, String size, int bodyBytes, int connections) {
        return new Row(id + "-" + connections, size + " × " + connections, bodyBytes, connections, Script.UNARY);
    }

    private static Row paced(int streams, int periodMs, double seconds) {
        Script script = Script.paced((int) (seconds * 1_000 / periodMs), periodMs);
        return new Row("paced-" + streams, "%,d streams, an event every %d ms".formatted(streams, periodMs), 1_024, streams, script);
    }

    boolean paced() {
        return script.periodMs() > 0;
    }

    /** Open files that a proxy needs for this row: two sockets a connection, and some to live. */
    int openFiles() {
        return 2 * connections + 200;
    }
}
