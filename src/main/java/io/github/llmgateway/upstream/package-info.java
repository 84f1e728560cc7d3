/**
 * The client side: the {@code provider:} component on Vert.x' HTTP client. It knows addresses, keys, proxies, trust and
 * time; it does not know what the bytes mean.
 */
package io.github.llmgateway.upstream;
