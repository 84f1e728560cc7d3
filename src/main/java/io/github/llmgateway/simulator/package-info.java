/**
 * The provider that needs no key and no network: {@link io.github.llmgateway.simulator.Simulator} answers every
 * operation itself, says that it does, and fails or dawdles on demand.
 */
package io.github.llmgateway.simulator;
