package io.github.llmgateway.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command-line program of one pinned version, installed from npm below {@code target} when first wanted. Each run has
 * an empty home directory and an environment of its own.
 */
public final class NpmProgram {

    /** What it printed, and how it ended. */
    public record Result(int status, String output, String errors) {
    }

    private static final long INSTALL_SECONDS = 150;

    private final String npmPackage;
    private final Path folder;
    private final Path program;
    private String missing;

    /** A package with its version, and the program in it, to be installed in a folder of that name. */
    NpmProgram(String npmPackage, String program, String folder) {
        this.npmPackage = npmPackage;
        this.folder = Path.of("target", folder).toAbsolutePath();
        this.program = this.folder.resolve("node_modules/.bin").resolve(program);
    }

    /** Installs it if it is not there; where that fails or it does not run, the tests are skipped with the reason. */
    synchronized void assumeInstalled() {
        if (missing == null) {
            missing = install();
        }
        assumeTrue(missing.isEmpty(), npmPackage + " cannot be used: " + missing);
    }

    private String install() {
        try {
            Files.createDirectories(folder);
            if (!Files.isExecutable(program)) {
                Result installed = run(new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--no-save",
                        "--prefix", folder.toString(), npmPackage), INSTALL_SECONDS);
                if (!Files.isExecutable(program)) {
                    return "npm says " + installed.status() + " " + installed.errors().lines().findFirst().orElse("");
                }
            }
            Result version = run(List.of("--version"), Map.of(), home(), 30);
            return version.status() == 0 ? "" : "it does not run: " + version.errors().lines().findFirst().orElse("");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A new home directory. */
    Path home() throws IOException {
        return Files.createTempDirectory(folder, "home");
    }

    /** Runs it in a home directory with these variables alone, besides those of the shell. */
    Result run(List<String> arguments, Map<String, String> environment, Path home, long seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        return run(builder, seconds);
    }

    private Result run(ProcessBuilder builder, long seconds) throws IOException {
        Path output = Files.createTempFile(folder, "run", ".out");
        Path errors = Files.createTempFile(folder, "run", ".err");
        Process process = builder.redirectInput(new File("/dev/null")).redirectOutput(output.toFile())
                .redirectError(errors.toFile()).start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8),
                Files.readString(errors, StandardCharsets.UTF_8));
    }
}
