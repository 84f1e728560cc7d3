package io.github.llmgateway.bench;

import static io.github.llmgateway.bench.Table.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results as Markdown. */
final class Report {

    private static final String BEGIN = "<!-- results: written by the benchmark -->";
    private static final String END = "<!-- end of results -->";

    private final Results results;
    private final String machine;

    Report(Results results, String machine) {
        this.results = results;
        this.machine = machine;
    }

    /** Whoever has measured for twenty minutes must not learn then that there is no place for it. */
    static void demandPlace(Path document) throws IOException {
        String text = Files.readString(document);
        if (text.indexOf(BEGIN) < 0 || text.indexOf(END) < text.indexOf(BEGIN)) {
            throw new IOException(document + " lacks the markers " + BEGIN + " and " + END);
        }
    }

    /** Puts the results between the markers of a document whose other text is kept by hand. */
    void writeInto(Path document) throws IOException {
        demandPlace(document);
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        Files.writeString(document, text.substring(0, begin + BEGIN.length()) + "\n\n" + this + "\n" + text.substring(end));
    }

    @Override
    public String toString() {
        return machine + "\n### Floors and aims\n\n" + floors()
                + "\n### Requests and whole streams\n\n" + closedLoops()
                + "\n### Paced streams\n\n" + pacedStreams()
                + "\n### Start and memory\n\n" + footprints();
    }

    private Table floors() {
        Table table = new Table(1, "", "measured", "floor", "aim", "verdict");
        for (Floor floor : Floor.of(results)) {
            table.line(floor.what(), figure(floor.measured().orElse(Double.NaN)), (floor.upwards() ? "≥ " : "≤ ") + figure(floor.bound()),
                    figure(floor.aim()), floor.verdict());
        }
        return table;
    }

    private Table closedLoops() {
        Table table = new Table(2, "row", "target", "requests/s", "of nginx", "of direct", "per CPU s", "of nginx", "p50 ms", "p99 ms",
                "added p50 ms", "errors", "generator");
        results.samples().forEach((row, targets) -> {
            if (!row.paced()) {
                targets.forEach((target, sample) -> table.line(row.title(), target, figure(sample.perSecond()),
                        ratio(targets, target, Targets.NGINX, Sample::perSecond), ratio(targets, target, Targets.DIRECT, Sample::perSecond),
                        figure(sample.perCpuSecond()), ratio(targets, target, Targets.NGINX, Sample::perCpuSecond), figure(sample.p50()),
                        figure(sample.p99()), added(targets, target, Sample::p50), figure(sample.errors()), percent(sample.generatorBusy())));
            }
        });
        return table;
    }

    private Table pacedStreams() {
        Table table = new Table(2, "row", "target", "events/s", "per CPU s", "of nginx", "first byte ms", "added", "delay p50 ms", "added",
                "delay p99 ms", "added", "of nginx", "max ms", "errors", "generator");
        results.samples().forEach((row, targets) -> {
            if (row.paced()) {
                targets.forEach((target, sample) -> table.line(row.title(), target, figure(sample.perSecond()),
                        figure(sample.perCpuSecond()), ratio(targets, target, Targets.NGINX, Sample::perCpuSecond),
                        figure(sample.firstByte()), added(targets, target, Sample::firstByte),
                        figure(sample.delayP50()), added(targets, target, Sample::delayP50),
                        figure(sample.delayP99()), added(targets, target, Sample::delayP99),
                        ratio(targets, target, Targets.NGINX, Sample::delayP99), figure(sample.delayMax()),
                        figure(sample.errors()), percent(sample.generatorBusy())));
            }
        });
        return table;
    }

    private Table footprints() {
        Table table = new Table(1, "target", "start to first answer ms", "resident idle MB", "resident after all runs MB");
        results.footprints().forEach((target, footprint) -> table.line(target, figure(footprint.startMillis()), figure(footprint.idle()),
                figure(footprint.after())));
        return table;
    }

    private static String ratio(Map<String, Sample> targets, String target, String other, ToDoubleFunction<Sample> figure) {
        // CPU time of the upstream is not the price of a proxy.
        boolean comparable = targets.containsKey(other) && !target.equals(other) && !target.equals(Targets.DIRECT);
        return comparable ? figure(figure.applyAsDouble(targets.get(target)) / figure.applyAsDouble(targets.get(other))) : "";
    }

    private static String added(Map<String, Sample> targets, String target, ToDoubleFunction<Sample> figure) {
        boolean comparable = targets.containsKey(Targets.DIRECT) && !target.equals(Targets.DIRECT);
        return comparable ? figure(figure.applyAsDouble(targets.get(target)) - figure.applyAsDouble(targets.get(Targets.DIRECT))) : "";
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
