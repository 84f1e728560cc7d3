package io.github.llmgateway.config;

/**
 * Who may call.
 *
 * @param masterKey    {@code general_settings.master_key}, else {@code litellm_settings.master_key}, else the variable
 *                     {@code LITELLM_MASTER_KEY}; null where there is none
 * @param forwardOauth {@code gateway_settings.forward_oauth}: whether a client's Anthropic OAuth token goes on to
 *                     Anthropic in place of the deployment's key; false where unset
 */
public record AccessSettings(Secret masterKey, boolean forwardOauth) {}
