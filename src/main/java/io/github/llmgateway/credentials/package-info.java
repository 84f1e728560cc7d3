/**
 * How the clouds are shown who asks: what their rooms have in common. Whatever is fetched is fetched through
 * {@link io.github.llmgateway.upstream.Fetch}, away from the event loops, by one at a time, and ahead of its end.
 */
package io.github.llmgateway.credentials;
