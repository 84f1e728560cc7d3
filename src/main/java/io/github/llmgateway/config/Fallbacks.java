package io.github.llmgateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a request goes when its group fails. Groups map to the groups tried instead, in order; the group {@code *}
 * stands for every group that has no entry of its own. None runs in a circle.
 *
 * @param onError       {@code fallbacks}: for every failure that has none of its own below
 * @param contextWindow {@code context_window_fallbacks}: when the prompt is too long
 * @param contentPolicy {@code content_policy_fallbacks}: when it is refused for what it says
 * @param otherwise     {@code default_fallbacks}: for groups without an entry in {@code onError}
 * @param max           {@code max_fallbacks}: how many are tried; 5 where unset, as in LiteLLM
 */
public record Fallbacks(
        Map<String, List<String>> onError,
        Map<String, List<String>> contextWindow,
        Map<String, List<String>> contentPolicy,
        List<String> otherwise,
        int max) {

    /** Where the file says nothing. */
    public static final Fallbacks DEFAULT = new Fallbacks(Map.of(), Map.of(), Map.of(), List.of(), 5);

    public Fallbacks {
        onError = Collections.unmodifiableMap(new LinkedHashMap<>(onError));
        contextWindow = Collections.unmodifiableMap(new LinkedHashMap<>(contextWindow));
        contentPolicy = Collections.unmodifiableMap(new LinkedHashMap<>(contentPolicy));
        otherwise = List.copyOf(otherwise);
    }
}
