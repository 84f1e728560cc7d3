package io.github.llmgateway.config;

/** Whether a conversation stays with its deployment, so that the provider's prompt cache stays warm ({@code gateway_settings.sticky}). */
public enum Stickiness {
    /** Where deployments are equal under the strategy. The default. */
    AUTO,
    /** Always, as long as the deployment is healthy; also by {@code optional_pre_call_checks: [prompt_caching]}. */
    ALWAYS,
    /** Never. */
    NEVER
}
