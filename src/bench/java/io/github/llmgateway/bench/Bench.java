package io.github.llmgateway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the rows at the targets, prints the report and, after a complete run, publishes it. */
public final class Bench {

    private static final Path DIRECTORY = Path.of("target", "bench");
    private static final Path DOCUMENT = Path.of("docs", "performance.md");
    private static final int STARTS = 3;

    private final Options options;
    private final Results results = new Results();
    private final List<Server> servers = new ArrayList<>();
    private final Deque<Server> running = new ArrayDeque<>();
    private final Map<Server, Double> idle = new LinkedHashMap<>();
    private double gatewayStartMillis;

    private Bench(Options options) {
        this.options = options;
    }

    /**
     * Ends with 0 if it could measure, whatever the verdict, and with 1 if it could not.
     *
     * @param arguments see {@link Options#USAGE}
     */
    public static void main(String[] arguments) throws Exception {
        Upstream.quiet();
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        try {
            new Bench(Options.of(arguments)).run();
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        if (options.complete()) {
            Report.demandPlace(DOCUMENT);
        }
        Optional<Path> nginx = Targets.nginxProgram();
        String machine = Machine.description(nginx);
        System.out.println(machine);
        try {
            start(nginx);
            measure();
        } finally {
            running.forEach(Server::close);
        }
        Report report = new Report(results, machine);
        System.out.println("\n" + report);
        if (options.complete() && results.complete()) {
            report.writeInto(DOCUMENT);
            System.out.println("Written into " + DOCUMENT + ".");
        } else {
            System.out.println("Not written into " + DOCUMENT + ", which is for complete runs with all targets.");
        }
    }

    private void start(Optional<Path> nginx) throws IOException, InterruptedException {
        Targets targets = new Targets(DIRECTORY);
        Server direct = targets.direct();
        running.push(direct);
        int upstream = direct.address().getPort();
        if (options.wants(Targets.DIRECT)) {
            servers.add(direct);
        }
        if (options.wants(Targets.NGINX)) {
            if (nginx.isPresent()) {
                servers.add(targets.nginx(nginx.get(), upstream));
                running.push(servers.get(servers.size() - 1));
            } else {
                System.out.println("nginx is skipped: there is none in /usr/sbin or on the PATH.");
            }
        }
        if (options.wants(Targets.GATEWAY)) {
            servers.add(startGateway(targets, upstream));
            running.push(servers.get(servers.size() - 1));
        }
    }

    /** Starts it several times, for the median of the time it takes, and leaves the last one running. */
    private Server startGateway(Targets targets, int upstream) throws IOException, InterruptedException {
        double[] millis = new double[options.quick() ? 1 : STARTS];
        for (int i = 0; ; i++) {
            Server gateway = targets.gateway(options.gatewayCommand(), upstream);
            millis[i] = gateway.startMillis();
            if (i == millis.length - 1) {
                Arrays.sort(millis);
                gatewayStartMillis = Sample.median(millis);
                return gateway;
            }
            gateway.close();
        }
    }

    private void measure() throws IOException, InterruptedException {
        Thread.sleep(2_000);
        servers.forEach(server -> idle.put(server, server.residentMegabytes()));
        warmUp();
        for (Row row : options.selectedRows()) {
            if (row.openFiles() > Proc.self().openFilesLimit()) {
                System.out.printf("%s is skipped: it needs %,d open files and %,d are allowed. Try: ulimit -n %d%n", row.title(),
                        row.openFiles(), Proc.self().openFilesLimit(), row.openFiles());
                continue;
            }
            measure(row);
        }
        Thread.sleep(1_000);
        for (Server server : servers) {
            double start = server.name().equals(Targets.GATEWAY) ? gatewayStartMillis : server.startMillis();
            results.put(server.name(), new Footprint(start, idle.get(server), server.residentMegabytes()));
        }
    }

    private void warmUp() throws IOException {
        for (Server server : servers) {
            for (Row row : Row.all(1.5)) {
                server.requireAlive();
                if (!row.concerns(server.name())) {
                    continue;
                }
                if (row.connections() == 32) {
                    ClosedLoop.run(row, server, options.firstWarmUpSeconds(), 0);
                } else if (row.connections() == 500) {
                    PacedStreams.run(row, server);
                }
            }
        }
    }

    /** Targets take turns within a row, so that what else the machine does falls on all of them alike. */
    private void measure(Row row) throws IOException {
        Map<Server, List<Sample>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < options.usedRounds(); round++) {
            for (Server server : servers) {
                server.requireAlive();
                if (!row.concerns(server.name())) {
                    continue;
                }
                Sample sample = row.paced() ? PacedStreams.run(row, server)
                        : ClosedLoop.run(row, server, options.warmUpSeconds(), options.countedSeconds());
                rounds.computeIfAbsent(server, s -> new ArrayList<>()).add(sample);
                System.out.printf("%-10s %-7s %9s/s %9s/CPU s  p50 %s  p99 %s ms  %s errors%n", row.id(), server.name(),
                        Table.figure(sample.perSecond()), Table.figure(sample.perCpuSecond()),
                        Table.figure(row.paced() ? sample.delayP50() : sample.p50()),
                        Table.figure(row.paced() ? sample.delayP99() : sample.p99()), Table.figure(sample.errors()));
                if (sample.firstError() != null) {
                    System.out.println("           first error: " + sample.firstError());
                }
            }
        }
        rounds.forEach((server, samples) -> results.put(row, server.name(), Sample.median(samples)));
    }
}
