package io.github.llmgateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenCode without a terminal; it speaks any of four APIs, always streamed. */
public final class OpenCode {

    /** The version that is tested. */
    public static final String VERSION = "1.18.33";

    /** The tool with which it runs a command; its input is {@code {"command": "…", "description": "…"}}. */
    public static final String SHELL_TOOL = "bash";

    /** The API it speaks, by a provider that is part of the program, so that nothing is loaded when it runs. */
    public enum Api {
        /** Anthropic's Messages. */
        ANTHROPIC("@ai-sdk/anthropic", "/v1"),
        /** OpenAI's Responses. */
        RESPONSES("@ai-sdk/openai", "/v1"),
        /** OpenAI's Chat Completions. */
        CHAT("@ai-sdk/openai-compatible", "/v1"),
        /** Gemini's generateContent. */
        GEMINI("@ai-sdk/google", "/v1beta");

        private final String provider;
        private final String base;

        Api(String provider, String base) {
            this.provider = provider;
            this.base = base;
        }
    }

    private static final NpmProgram PROGRAM = new NpmProgram("opencode-ai@" + VERSION, "opencode", "opencode");
    private static final long RUN_SECONDS = 60;

    private final Api api;
    private final String url;
    private final String key;
    private final String model;

    private OpenCode(Api api, String url, String key, String model) {
        this.api = api;
        this.url = url;
        this.key = key;
        this.model = model;
    }

    /** OpenCode that asks {@code url}, without a version in it, for a model; that writes its titles as well. */
    public static OpenCode at(Api api, String url, String key, String model) {
        return new OpenCode(api, url, key, model);
    }

    /** Installs it if it is not there; where that cannot be done, the tests are skipped with the reason. */
    public static void assumeInstalled() {
        PROGRAM.assumeInstalled();
    }

    /**
     * Asks one thing and waits for the end; tools run without being asked for.
     *
     * @param arguments more of them, such as {@code --format json}
     */
    public NpmProgram.Result ask(String prompt, String... arguments) throws IOException {
        Path home = PROGRAM.home();
        Files.writeString(home.resolve("opencode.json"), """
                {"autoupdate": false, "share": "disabled", "snapshot": false, "permission": "allow",
                 "model": "gateway/%1$s", "small_model": "gateway/%1$s", "enabled_providers": ["gateway"],
                 "provider": {"gateway": {"npm": "%2$s", "name": "Gateway",
                  "options": {"baseURL": "%3$s", "apiKey": "{env:GATEWAY_KEY}"},
                  "models": {"%1$s": {"name": "Model", "tool_call": true, "limit": {"context": 200000,
                          "output": 8000}}}}}}
                """.formatted(model, api.provider, url + api.base));
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(arguments));
        command.add(prompt);
        return PROGRAM.run(command, Map.of("GATEWAY_KEY", key, "OPENCODE_DISABLE_AUTOUPDATE", "1",
                "OPENCODE_DISABLE_MODELS_FETCH", "1",
                "OPENCODE_DISABLE_LSP_DOWNLOAD", "1", "OPENCODE_DISABLE_DEFAULT_PLUGINS", "1"), home, RUN_SECONDS);
    }
}
