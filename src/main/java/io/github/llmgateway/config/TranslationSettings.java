package io.github.llmgateway.config;

import java.util.List;

/**
 * What happens where the client's dialect can say what the provider's cannot.
 *
 * @param dropParams           {@code litellm_settings.drop_params}: drop it, where otherwise the client would get a 400;
 *                             false where unset
 * @param additionalDropParams {@code litellm_settings.additional_drop_params}: parameters dropped always
 */
public record TranslationSettings(boolean dropParams, List<String> additionalDropParams) {

    public TranslationSettings {
        additionalDropParams = List.copyOf(additionalDropParams);
    }
}
