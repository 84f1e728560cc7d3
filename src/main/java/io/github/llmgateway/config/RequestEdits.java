package io.github.llmgateway.config;

import java.util.List;

/**
 * What is changed in requests to one deployment.
 *
 * @param dropParams           whether parameters that the provider lacks are dropped; null where
 *                             {@link TranslationSettings} decides
 * @param additionalDropParams parameters dropped always
 * @param cachePoints          where a prompt without cache marks is given some; null where
 *                             {@link TranslationSettings} decides
 */
public record RequestEdits(Boolean dropParams, List<String> additionalDropParams, List<CachePoint> cachePoints) {

    public RequestEdits {
        additionalDropParams = List.copyOf(additionalDropParams);
        cachePoints = cachePoints == null ? null : List.copyOf(cachePoints);
    }
}
