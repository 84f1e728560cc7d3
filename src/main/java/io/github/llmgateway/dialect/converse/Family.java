package io.github.llmgateway.dialect.converse;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose model a Bedrock model id names; what Converse's common fields do not cover is each maker's own. The id may
 * have a region before it ({@code us.anthropic.claude-…}) or stand in an ARN; that of an application's inference
 * profile says nothing.
 */
enum Family {

    CLAUDE, NOVA, OPENAI, QWEN, OTHER,
    /** A profile that does not say: nothing is taken away from what is sent to it. */
    UNKNOWN;

    private static final Pattern CLAUDE_VERSION =
            Pattern.compile("claude-[a-z]+-(\\d)(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

    static Family of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        if (name.contains("claude")) {
            return CLAUDE;
        } else if (name.contains("nova-")) {
            return NOVA;
        } else if (name.contains("openai.") || name.contains("gpt-oss")) {
            return OPENAI;
        } else if (name.contains("qwen")) {
            return QWEN;
        }
        return name.startsWith("arn:") && name.contains("application-inference-profile") ? UNKNOWN : OTHER;
    }

    /** Whether cache points are taken (Amazon Bedrock User Guide, "Prompt caching", supported models). */
    boolean caches() {
        return this == CLAUDE || this == NOVA || this == UNKNOWN;
    }

    /** Whether they are taken among the tools: of Claude alone. */
    boolean cachesTools() {
        return this == CLAUDE || this == UNKNOWN;
    }

    /** Whether a cache may last for an hour: of Claude from 4.5 on (same page). */
    static boolean cachesForAnHour(String model) {
        Matcher version = CLAUDE_VERSION.matcher(model.toLowerCase(Locale.ROOT));
        if (!version.find()) {
            return of(model) == UNKNOWN;
        }
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return Integer.parseInt(version.group(1)) * 100 + minor >= 405;
    }

    /** Whether a tool result may say that it is an error ({@code ToolResultBlock}: Nova and Claude). */
    boolean knowsStatus() {
        return this == CLAUDE || this == NOVA || this == UNKNOWN;
    }

    /** Whether it signs its thoughts and takes them back; to others they would be another's. */
    boolean signsThoughts() {
        return this == CLAUDE || this == UNKNOWN;
    }

    /** Whether it seals thoughts and takes them back. */
    boolean sealsThoughts() {
        return signsThoughts() || this == OPENAI;
    }
}
