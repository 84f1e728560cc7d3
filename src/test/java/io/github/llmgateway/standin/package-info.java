/**
 * Stand-ins for providers, one a family of endpoints: each refuses what the provider's documentation says it refuses,
 * and otherwise plays the scenario that the prompt names.
 */
package io.github.llmgateway.standin;
