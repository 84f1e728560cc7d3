package io.github.llmgateway.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Claude Code itself, in print mode, as it speaks to Anthropic, to Bedrock or to Vertex AI. */
public final class ClaudeCode {

    /** The version that is tested. */
    public static final String VERSION = "2.1.330";

    private static final NpmProgram PROGRAM = new NpmProgram("@anthropic-ai/claude-code@" + VERSION, "claude",
            "claude-code");
    private static final long RUN_SECONDS = 40;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private ClaudeCode() {
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_TELEMETRY", "1");
        environment.put("DISABLE_ERROR_REPORTING", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        environment.put("ANTHROPIC_AUTH_TOKEN", "sk-client");
    }

    /** Claude Code that talks to {@code url} as to Anthropic. */
    public static ClaudeCode at(String url) {
        return new ClaudeCode().with("ANTHROPIC_BASE_URL", url);
    }

    /** Claude Code that talks to {@code url} as to Bedrock's runtime, with the key as a bearer token. */
    public static ClaudeCode atBedrock(String url) {
        return new ClaudeCode().with("CLAUDE_CODE_USE_BEDROCK", "1").with("CLAUDE_CODE_SKIP_BEDROCK_AUTH", "1")
                .with("ANTHROPIC_BEDROCK_BASE_URL", url).with("AWS_REGION", "us-east-1");
    }

    /** Claude Code that talks to {@code url} as to Vertex AI; below it {@code /projects/…} is asked for. */
    public static ClaudeCode atVertex(String url, String project) {
        return new ClaudeCode().with("CLAUDE_CODE_USE_VERTEX", "1").with("CLAUDE_CODE_SKIP_VERTEX_AUTH", "1")
                .with("ANTHROPIC_VERTEX_BASE_URL", url).with("ANTHROPIC_VERTEX_PROJECT_ID", project)
                .with("CLOUD_ML_REGION", "us-east5");
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
    public static void assumeInstalled() {
        PROGRAM.assumeInstalled();
    }

    /** Asks one thing in print mode and waits for the end. */
    public NpmProgram.Result ask(String prompt) throws IOException {
        List<String> command = new ArrayList<>(List.of("-p", prompt));
        command.addAll(arguments);
        return PROGRAM.run(command, environment, PROGRAM.home(), RUN_SECONDS);
    }
}
