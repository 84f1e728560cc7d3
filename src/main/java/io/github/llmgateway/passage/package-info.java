/**
 * What is no conversation passes to a provider as it came: files, batches, pictures, speech and whatever else a
 * provider has, with the gateway's authentication and accounting. The route is {@code passage.yaml}.
 */
package io.github.llmgateway.passage;
