package io.github.llmgateway.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many of each kind were read, written anew and replayed; a Markdown table. */
final class ReplayTable {

    /** A column. */
    enum Step {
        READ("read"), REWRITTEN("re-written"), SAME("replayed, same dialect"), OTHER("replayed, another dialect"),
        REFUSED("refused by name, another dialect");

        private final String title;

        Step(String title) {
            this.title = title;
        }
    }

    /** The rows of a folder, in this order. */
    private static final List<String> KINDS = List.of("request", "request for a stream", "request to count tokens",
            "answer", "stream", "count of tokens", "error", "promise of an answer");

    private final Map<String, Map<Step, Integer>> rows = new LinkedHashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, Map<String, Integer>> skipped;

    ReplayTable(Archive archive) {
        skipped = archive.skipped;
        for (String row : archive.recordings.stream().map(ReplayTable::row).distinct().sorted().toList()) {
            KINDS.forEach(kind -> rows.put(row + kind, new TreeMap<>()));
        }
    }

    private static String row(Recording recording) {
        return recording.folder() + " | " + recording.provider() + " | ";
    }

    /** The row of a recording's request. */
    static String request(Recording recording) {
        return row(recording) + (recording.kind() == Recording.Kind.COUNT ? KINDS.get(2)
                : recording.streamed() ? KINDS.get(1) : KINDS.get(0));
    }

    /** The row of its answer. */
    static String answer(Recording recording) {
        return row(recording) + switch (recording.kind()) {
            case WHOLE -> KINDS.get(3);
            case STREAM -> KINDS.get(4);
            case COUNT -> KINDS.get(5);
            case ERROR -> KINDS.get(6);
            case PENDING -> KINDS.get(7);
        };
    }

    void count(String row, Step step) {
        rows.get(row).merge(step, 1, Integer::sum);
    }

    /** A request that the target format cannot say, by the field that is named to the client. */
    void refused(Recording recording, String field) {
        count(request(recording), Step.REFUSED);
        refusals.merge(field, 1, Integer::sum);
    }

    /** A recording that takes no part in a step. */
    void left(Recording recording, String reason) {
        skipped.computeIfAbsent(recording.folder(), each -> new TreeMap<>()).merge(reason, 1, Integer::sum);
    }

    int sum(Step step) {
        return rows.values().stream().mapToInt(row -> row.getOrDefault(step, 0)).sum();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("| folder | provider | kind |");
        for (Step step : Step.values()) {
            text.append(' ').append(step.title).append(" |");
        }
        text.append("\n|---|---|---|").append("---:|".repeat(Step.values().length)).append('\n');
        rows.forEach((name, row) -> {
            if (!row.isEmpty()) {
                text.append("| ").append(name).append(" |");
                for (Step step : Step.values()) {
                    text.append(' ').append(row.getOrDefault(step, 0)).append(" |");
                }
                text.append('\n');
            }
        });
        text.append("| **all** | | |");
        for (Step step : Step.values()) {
            text.append(" **").append(sum(step)).append("** |");
        }
        text.append("\n\nRefused with 400, by the field that is named: ");
        refusals.forEach((field, count) -> text.append('`').append(field).append("` ").append(count).append(", "));
        text.append("all others are carried over.\n\nPassed over:\n\n");
        skipped.forEach((folder, reasons) -> text.append("- ").append(folder).append(": ").append(reasons).append('\n'));
        return text.toString();
    }
}
