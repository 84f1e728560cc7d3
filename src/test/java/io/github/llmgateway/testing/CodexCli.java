package io.github.llmgateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's Codex without a terminal; it speaks the Responses API, always streamed. Commands run without its sandbox,
 * in a directory of the test's own.
 */
public final class CodexCli {

    /** The version that is tested. */
    public static final String VERSION = "0.169.0";

    /** The tool with which it runs a command; its input is {@code {"cmd": "…"}}. */
    public static final String SHELL_TOOL = "exec_command";

    private static final NpmProgram PROGRAM = new NpmProgram("@openai/codex@" + VERSION, "codex", "codex");
    private static final long RUN_SECONDS = 60;

    private final String url;
    private final String key;
    private final String model;

    private CodexCli(String url, String key, String model) {
        this.url = url;
        this.key = key;
        this.model = model;
    }

    /** Codex that asks {@code url}, without {@code /v1}, for a model. */
    public static CodexCli at(String url, String key, String model) {
        return new CodexCli(url, key, model);
    }

    /** Installs it if it is not there; where that cannot be done, the tests are skipped with the reason. */
    public static void assumeInstalled() {
        PROGRAM.assumeInstalled();
    }

    /**
     * Asks one thing and waits for the end; the output is the last message.
     *
     * @param arguments more of them, such as {@code --json} for all events instead
     */
    public NpmProgram.Result ask(String prompt, String... arguments) throws IOException {
        Path home = PROGRAM.home();
        Path settings = Files.createDirectories(home.resolve(".codex"));
        Files.writeString(settings.resolve("config.toml"), """
                model = "%s"
                model_provider = "gateway"
                check_for_update_on_startup = false
                [analytics]
                enabled = false
                [otel]
                exporter = "none"
                [model_providers.gateway]
                name = "Gateway"
                base_url = "%s/v1"
                env_key = "GATEWAY_KEY"
                wire_api = "responses"
                request_max_retries = 1
                stream_max_retries = 1
                """.formatted(model, url));
        List<String> command = new ArrayList<>(List.of("exec", "--skip-git-repo-check", "--ephemeral",
                "--dangerously-bypass-approvals-and-sandbox"));
        command.addAll(List.of(arguments));
        command.add(prompt);
        return PROGRAM.run(command, Map.of("GATEWAY_KEY", key, "CODEX_HOME", settings.toString()), home, RUN_SECONDS);
    }
}
