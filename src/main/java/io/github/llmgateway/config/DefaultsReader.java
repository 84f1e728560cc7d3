package io.github.llmgateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code litellm_params} say for requests that do not: parameters by the names that OpenAI's Chat Completions
 * has for them, LiteLLM's {@code thinking} and {@code safety_settings}, and {@code extra_body}
 * (docs.litellm.ai/docs/completion/input).
 */
final class DefaultsReader {

    /** Members of the request's body in the provider's own words. */
    private static final String EXTRA_BODY = "extra_body";
    private static final String EFFORT = "reasoning_effort";

    private static final List<String> NUMBERS =
            List.of("temperature", "top_p", "presence_penalty", "frequency_penalty");
    private static final List<String> WHOLE = List.of("max_completion_tokens", "top_k", "n", "top_logprobs");
    private static final List<String> FLAGS = List.of("logprobs", "parallel_tool_calls", "store");
    private static final List<String> TEXTS = List.of("user", "verbosity");
    private static final List<String> OPEN = List.of("logit_bias", "response_format", "tools", "tool_choice", "functions",
            "function_call", "thinking", "safety_settings", "modalities", "audio", "prediction", "web_search_options");

    private DefaultsReader() {
    }

    /** The parameters in the order in which they stand above; of what is no parameter, nothing. */
    static Map<String, Object> read(Section params, Provider provider) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (provider.api() == Api.SIMULATOR) {
            return defaults;
        }
        NUMBERS.forEach(key -> put(defaults, key, params.number(key, key.endsWith("_penalty") ? -2 : 0)));
        put(defaults, "max_tokens", params.whole("max_tokens", 1, Integer.MAX_VALUE));
        WHOLE.forEach(key -> put(defaults, key, params.whole(key, key.equals("top_logprobs") ? 0 : 1, Integer.MAX_VALUE)));
        put(defaults, "seed", params.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
        FLAGS.forEach(key -> put(defaults, key, params.flag(key)));
        TEXTS.forEach(key -> put(defaults, key, params.text(key)));
        put(defaults, "stop", params.texts("stop"));
        put(defaults, EFFORT, effort(params));
        if (!provider.name().equals("bedrock")) {
            // There it has a reader of its own.
            put(defaults, "service_tier", params.text("service_tier"));
        }
        OPEN.forEach(key -> put(defaults, key, params.any(key)));
        if (params.section(EXTRA_BODY) != null) {
            defaults.put(EXTRA_BODY, params.any(EXTRA_BODY));
        }
        return defaults;
    }

    /** LiteLLM takes it in the Responses API's form, too. */
    private static String effort(Section params) {
        if (!params.isMap(EFFORT)) {
            return params.text(EFFORT);
        }
        Section reasoning = params.section(EFFORT);
        return reasoning.text("effort");
    }

    private static void put(Map<String, Object> defaults, String key, Object value) {
        if (value != null) {
            defaults.put(key, value);
        }
    }
}
