package io.github.llmgateway.config;

import java.util.List;

/**
 * What is dropped from requests to one deployment.
 *
 * @param dropParams           whether parameters that the provider lacks are dropped; null where
 *                             {@link TranslationSettings} decides
 * @param additionalDropParams parameters dropped always
 */
public record RequestEdits(Boolean dropParams, List<String> additionalDropParams) {

    public RequestEdits {
        additionalDropParams = List.copyOf(additionalDropParams);
    }
}
