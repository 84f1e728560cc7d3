package io.github.llmgateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says about a process. */
record Proc(Path directory) {

    // USER_HZ, the same on every Linux that runs a JVM.
    private static final long TICK_NANOS = 10_000_000;
    private static final Proc SELF = new Proc(Path.of("/proc/self"));

    static Proc self() {
        return SELF;
    }

    static Proc of(ProcessHandle process) {
        return new Proc(Path.of("/proc/" + process.pid()));
    }

    /** CPU time so far, user and system, of all threads. */
    long cpuNanos() {
        String stat = read("stat");
        // The second field is the program's name in parentheses and may contain anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
    }

    /** Resident memory, in MB of 1,000,000 bytes. */
    double residentMegabytes() {
        return number("status", "VmRSS:") * 1024 / 1e6;
    }

    /** How many files the process may open. */
    long openFilesLimit() {
        return number("limits", "Max open files");
    }

    private long number(String file, String label) {
        try (Stream<String> lines = read(file).lines()) {
            return lines.filter(line -> line.startsWith(label))
                    .map(line -> line.substring(label.length()).strip().split("\\s+")[0])
                    .mapToLong(text -> "unlimited".equals(text) ? Long.MAX_VALUE : Long.parseLong(text))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
