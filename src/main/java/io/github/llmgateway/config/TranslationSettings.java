package io.github.llmgateway.config;

import java.util.List;

/**
 * What is changed in requests: where the client's dialect can say what the provider's cannot, and for the provider's
 * prompt cache.
 *
 * @param dropParams           {@code litellm_settings.drop_params}: drop it, where otherwise the client would get a 400;
 *                             false where unset
 * @param additionalDropParams {@code litellm_settings.additional_drop_params}: parameters dropped always
 * @param injectCachePoints    {@code gateway_settings.inject_cache_points}: whether prompts without cache marks are
 *                             given the {@link CachePoint#USUAL}; false where unset
 */
public record TranslationSettings(boolean dropParams, List<String> additionalDropParams, boolean injectCachePoints) {

    public TranslationSettings {
        additionalDropParams = List.copyOf(additionalDropParams);
    }
}
