package io.github.llmgateway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that was measured on, as far as the figures depend on it. */
final class Machine {

    private Machine() {
    }

    static String description(Optional<Path> nginx) throws IOException {
        Runtime.Version java = Runtime.version();
        return """
                %d cores (%s), %.0f GB of memory, Linux %s, JDK %s (%s), %s. Load average when the run began: %s.
                """.formatted(Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name"),
                Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ")[0]) / 1024.0 / 1024.0,
                System.getProperty("os.version").replaceFirst("^(\\d+(\\.\\d+)+).*", "$1"), java,
                System.getProperty("java.vm.name"), nginx.isPresent() ? version(nginx.get()) : "no nginx",
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static String field(String file, String label) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(label))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static String version(Path nginx) throws IOException {
        Process process = new ProcessBuilder(nginx.toString(), "-v").redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.substring(said.lastIndexOf(':') + 1).strip().replace('/', ' ');
    }
}
