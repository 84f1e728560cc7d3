package io.github.llmgateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Google's Gemini CLI without a terminal, as it speaks to the Gemini API or to Vertex AI, always streamed. */
public final class GeminiCli {

    /** The version that is tested. */
    public static final String VERSION = "0.61.0";

    /** The tool with which it runs a command; its input is {@code {"command": "…", "description": "…"}}. */
    public static final String SHELL_TOOL = "run_shell_command";

    private static final NpmProgram PROGRAM = new NpmProgram("@google/gemini-cli@" + VERSION, "gemini", "gemini-cli");
    private static final long RUN_SECONDS = 60;

    private final String signIn;
    private final Map<String, String> environment;
    private final String model;

    private GeminiCli(String signIn, Map<String, String> environment, String model) {
        this.signIn = signIn;
        this.environment = environment;
        this.model = model;
    }

    /**
     * Gemini CLI that asks {@code url} for a model. It renames models that it knows to be replaced, and the model
     * {@code auto} first asks {@code gemini-3.5-flash-lite} which one to take.
     */
    public static GeminiCli at(String url, String key, String model) {
        return new GeminiCli("gemini-api-key", Map.of("GOOGLE_GEMINI_BASE_URL", url, "GEMINI_API_KEY", key,
                "GEMINI_CLI_TRUST_WORKSPACE", "true"), model);
    }

    /**
     * Gemini CLI that asks {@code url} as Vertex AI in its express mode, with a key and without a project: the path is
     * {@code /v1beta1/publishers/google/models/…}.
     */
    public static GeminiCli atVertex(String url, String key, String model) {
        return new GeminiCli("vertex-ai", Map.of("GOOGLE_VERTEX_BASE_URL", url, "GOOGLE_API_KEY", key,
                "GEMINI_CLI_TRUST_WORKSPACE", "true"), model);
    }

    /** Installs it if it is not there; where that cannot be done, the tests are skipped with the reason. */
    public static void assumeInstalled() {
        PROGRAM.assumeInstalled();
    }

    /**
     * Asks one thing and waits for the end; tools run without being asked for.
     *
     * @param arguments more of them, such as {@code --output-format json}
     */
    public NpmProgram.Result ask(String prompt, String... arguments) throws IOException {
        Path home = PROGRAM.home();
        Path settings = Files.createDirectories(home.resolve(".gemini"));
        // With another address and no choice made here it would want a kind of sign-in that its print mode refuses.
        Files.writeString(settings.resolve("settings.json"), """
                {"security": {"auth": {"selectedType": "%s"}}, "general": {"enableAutoUpdate": false},
                 "privacy": {"usageStatisticsEnabled": false}, "telemetry": {"enabled": false}}
                """.formatted(signIn));
        List<String> command = new ArrayList<>(List.of("-m", model, "--approval-mode", "yolo"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-p", prompt));
        return PROGRAM.run(command, environment, home, RUN_SECONDS);
    }
}
