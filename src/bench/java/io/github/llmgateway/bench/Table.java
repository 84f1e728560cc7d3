package io.github.llmgateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table that can also be read as it is: names to the left, figures to the right. */
final class Table {

    private final List<List<String>> lines = new ArrayList<>();
    private final int names;

    /** @param names how many of the columns, from the left, hold names */
    Table(int names, String... columns) {
        this.names = names;
        line(columns);
    }

    Table line(String... cells) {
        lines.add(List.of(cells));
        return this;
    }

    /** Three significant digits, and no more than a reader needs: 12,300, 123, 12.3, 1.23, 0.123. */
    static String figure(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "";
        }
        double size = Math.abs(value);
        String format = size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(padded(lines.get(i), widths));
            if (i == 0) {
                text.append(IntStream.range(0, widths.length)
                        .mapToObj(column -> column < names ? "-".repeat(widths[column] + 2) : "-".repeat(widths[column] + 1) + ":")
                        .collect(Collectors.joining("|", "|", "|\n")));
            }
        }
        return text.toString();
    }

    private String padded(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> String.format((column < names ? "%-" : "%") + Math.max(widths[column], 1) + "s", line.get(column)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
