package io.github.llmgateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is changed in requests to one deployment.
 *
 * @param dropParams           whether parameters that the provider lacks are dropped; null where
 *                             {@link TranslationSettings} decides
 * @param additionalDropParams parameters dropped always
 * @param cachePoints          where a prompt without cache marks is given some; null where
 *                             {@link TranslationSettings} decides
 * @param defaults             what holds where a request does not say it: parameters by OpenAI's names, and
 *                             {@code extra_body}, a map in the provider's own words; texts, numbers, booleans, lists,
 *                             maps and {@link Secret}s
 */
public record RequestEdits(Boolean dropParams, List<String> additionalDropParams, List<CachePoint> cachePoints,
        Map<String, Object> defaults) {

    public RequestEdits {
        additionalDropParams = List.copyOf(additionalDropParams);
        cachePoints = cachePoints == null ? null : List.copyOf(cachePoints);
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }
}
