/**
 * Pictures and documents that clients give by their addresses, fetched for providers that take only bytes, and never
 * from where a client has no business.
 */
package io.github.llmgateway.media;
