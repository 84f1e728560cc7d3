/**
 * The configuration file, LiteLLM's {@code config.yaml}, as immutable records.
 *
 * <p>{@link io.github.llmgateway.config.ConfigFile} finds the file, {@link io.github.llmgateway.config.ConfigReader}
 * reads it, {@link io.github.llmgateway.config.GatewayConfig} is what the rest of the gateway sees. Everything wrong in
 * a file is found in one reading; each {@link io.github.llmgateway.config.Problem} says what, where and the mend.
 * This package depends on nothing but SnakeYAML.
 */
package io.github.llmgateway.config;
