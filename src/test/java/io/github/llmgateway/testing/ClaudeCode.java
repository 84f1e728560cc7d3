package io.github.llmgateway.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Claude Code itself, of one pinned version, installed from npm below {@code target} when first wanted. Each run has an
 * empty home directory and an environment of its own.
 */
public final class ClaudeCode {

    /** The version that is tested. */
    public static final String VERSION = "2.1.330";

    private static final Path FOLDER = Path.of("target", "claude-code").toAbsolutePath();
    private static final Path PROGRAM = FOLDER.resolve("node_modules/.bin/claude");
    private static final long INSTALL_SECONDS = 120;
    private static final long RUN_SECONDS = 40;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    /** What it printed, and how it ended. */
    public record Result(int status, String output, String errors) {
    }

    private ClaudeCode(String url) {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_TELEMETRY", "1");
        environment.put("DISABLE_ERROR_REPORTING", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.put("ANTHROPIC_BASE_URL", url);
        environment.put("ANTHROPIC_AUTH_TOKEN", "sk-client");
    }

    /** Claude Code that talks to {@code url}. */
    public static ClaudeCode at(String url) {
        return new ClaudeCode(url);
    }

    /** Sets a variable of its environment. */
    public ClaudeCode with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Takes a variable from its environment. */
    public ClaudeCode without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Adds arguments to its command line. */
    public ClaudeCode arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Installs it if it is not there; where that cannot be done, the tests are skipped with the reason. */
    public static synchronized void assumeInstalled() {
        if (Files.isExecutable(PROGRAM)) {
            return;
        }
        String why = "npm is not installed";
        try {
            Files.createDirectories(FOLDER);
            Result installed = run(new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--no-save",
                    "--prefix", FOLDER.toString(), "@anthropic-ai/claude-code@" + VERSION), INSTALL_SECONDS);
            why = installed.status() + " " + installed.errors().lines().findFirst().orElse("");
        } catch (IOException noNpm) {
            why = noNpm.getMessage();
        }
        assumeTrue(Files.isExecutable(PROGRAM), "Claude Code " + VERSION + " is not to be had from npm: " + why);
    }

    /** Asks one thing in print mode and waits for the end. */
    public Result ask(String prompt) throws IOException {
        Path home = Files.createTempDirectory(FOLDER, "home");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-p", prompt));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        return run(builder, RUN_SECONDS);
    }

    private static Result run(ProcessBuilder builder, long seconds) throws IOException {
        Path output = Files.createTempFile(FOLDER, "run", ".out");
        Path errors = Files.createTempFile(FOLDER, "run", ".err");
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
