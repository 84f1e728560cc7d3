package io.github.llmgateway.provider;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field that a refusal is about, by a name that leaves out numbers and the words for kinds: {@code
 * tools.3.custom.strict} and {@code tools[3].strict} are both {@code tools.strict}, {@code
 * system.1.cache_control.ephemeral.scope} is {@code cache_control.scope}. Messages as they were reported of Claude Code at
 * Anthropic, on Bedrock, on Vertex AI and at servers that speak its API (anthropics/claude-code#31033, #32820, #82539,
 * BerriAI/litellm#31582, caozhiyuan/copilot-api#145, anomalyco/opencode#24696).
 */
final class RefusedField {

    /** Without them an answer means the same. {@code output_config} may hold a schema; then it is not left out. */
    private static final Set<String> DISPENSABLE = Set.of("context_management", "speed", "diagnostics", "output_config",
            "output_config.effort", "output_config.task_budget", "thinking.display", "cache_control.scope",
            "cache_control.ttl", "tools.defer_loading", "tools.eager_input_streaming", "tools.input_examples",
            "tools.strict", "messages.output_config", "messages.content.caller");

    // From the message's start: what stands later may be a client's words.
    private static final Pattern PATH = Pattern.compile("(?:The model returned the following errors: )?"
            + "([a-z_]+(?:\\.[a-z0-9_]+){0,9}): Extra inputs are not permitted");
    private static final Pattern FIELD = Pattern.compile("(?:[0-9]+ request validation errors?: )?"
            + "Extra inputs are not permitted, field: '([a-z_]+(?:[.\\[][a-z0-9_\\]]+){0,9})'");
    private static final Pattern CACHE = Pattern.compile(".*(?<![a-z_])cache_control(?:\\.ephemeral)?\\.([a-z_]+)");
    private static final Pattern BLOCK = Pattern.compile("messages\\.[0-9]+\\.content\\.[0-9]+(?:\\.[a-z_]+)?\\.([a-z_]+)");
    private static final Pattern LISTED = Pattern.compile("(messages|tools)\\.[0-9]+(?:\\.custom)?\\.([a-z_]+)");
    private static final Pattern KIND = Pattern.compile("thinking\\.(?:adaptive|enabled)\\.([a-z_]+)");

    private RefusedField() {
    }

    /** The field that a message refuses and that can be left out; null: there is none. */
    static String in(String message) {
        Matcher found = PATH.matcher(message);
        if (!found.lookingAt()) {
            found = FIELD.matcher(message);
            if (!found.lookingAt()) {
                return null;
            }
        }
        String name = name(found.group(1).replace('[', '.').replace("]", ""));
        return DISPENSABLE.contains(name) ? name : null;
    }

    /** Whether it is a field and no beta. */
    static boolean is(String feature) {
        return DISPENSABLE.contains(feature);
    }

    private static String name(String path) {
        Matcher matcher = CACHE.matcher(path);
        if (matcher.matches()) {
            return "cache_control." + matcher.group(1);
        }
        matcher = BLOCK.matcher(path);
        if (matcher.matches()) {
            return "messages.content." + matcher.group(1);
        }
        matcher = LISTED.matcher(path);
        if (matcher.matches()) {
            return matcher.group(1) + "." + matcher.group(2);
        }
        matcher = KIND.matcher(path);
        return matcher.matches() ? "thinking." + matcher.group(1) : path;
    }
}
