/**
 * What the gateway costs, beside nginx as reverse proxy and beside no proxy at all.
 *
 * <p>{@link io.github.llmgateway.bench.Bench} starts an {@linkplain io.github.llmgateway.bench.Upstream upstream that answers at
 * once}, nginx and the gateway, each a process of its own, and sends every {@linkplain io.github.llmgateway.bench.Row row}
 * of load to each of them in turn, several rounds over, because a machine's mood changes slowly. It reports medians.
 */
package io.github.llmgateway.bench;
