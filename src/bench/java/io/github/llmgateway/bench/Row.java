package io.github.llmgateway.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One kind of load.
 *
 * @param id          short name, for selection
 * @param title       name in the report
 * @param model       the gateway's model that is asked: it decides in which format the gateway asks the upstream
 * @param bodyBytes   size of the request's body
 * @param connections connections, each with one request at a time
 * @param script      how the upstream answers
 */
record Row(String id, String title, String model, int bodyBytes, int connections, Script script) {

    /** Events of a stream that comes at once. */
    private static final int WHOLE_EVENTS = 100;

    /** All rows, the paced ones with streams of {@code pacedSeconds}. */
    static List<Row> all(double pacedSeconds) {
        List<Row> rows = new ArrayList<>();
        for (int connections : new int[] {1, 32, 256}) {
            rows.add(unary("1k", "1 KB", 1_024, connections));
        }
        for (int connections : new int[] {1, 32, 256}) {
            rows.add(unary("76k", "76 KB", 76 * 1_024, connections));
        }
        for (int connections : new int[] {1, 32, 256}) {
            rows.add(unary("1m", "1 MB", 1_024 * 1_024, connections));
        }
        rows.add(whole("whole", "whole streams", Targets.PASSED_THROUGH));
        rows.add(paced("paced", "", Targets.PASSED_THROUGH, 8, 20, pacedSeconds));
        rows.add(paced("paced", "", Targets.PASSED_THROUGH, 500, 20, pacedSeconds));
        rows.add(paced("paced", "", Targets.PASSED_THROUGH, 2_000, 250, pacedSeconds));
        Targets.TRANSLATED.forEach((model, from) -> {
            rows.add(whole("translated-" + model, from + ", whole streams", model));
            rows.add(paced("translated-" + model, from + ", ", model, 8, 20, pacedSeconds));
            rows.add(paced("translated-" + model, from + ", ", model, 100, 50, pacedSeconds));
        });
        return rows;
    }

    private static Row unary(String id, String size, int bodyBytes, int connections) {
        return new Row(id + "-" + connections, size + " × " + connections, Targets.PASSED_THROUGH, bodyBytes, connections,
                Script.UNARY);
    }

    private static Row whole(String id, String title, String model) {
        return new Row(id + "-32", title + " × 32", model, 1_024, 32, Script.whole(WHOLE_EVENTS));
    }

    private static Row paced(String id, String title, String model, int streams, int periodMs, double seconds) {
        Script script = Script.paced((int) (seconds * 1_000 / periodMs), periodMs);
        return new Row(id + "-" + streams, title + "%,d streams, an event every %d ms".formatted(streams, periodMs), model, 1_024,
                streams, script);
    }

    boolean paced() {
        return script.periodMs() > 0;
    }

    /** Whether it says something of a target: nginx translates nothing, and how it passes streams on other rows tell. */
    boolean concerns(String target) {
        return model.equals(Targets.PASSED_THROUGH) || !target.equals(Targets.NGINX);
    }

    /** Open files that a proxy needs for this row: two sockets a connection, and some to live. */
    int openFiles() {
        return 2 * connections + 200;
    }
}
