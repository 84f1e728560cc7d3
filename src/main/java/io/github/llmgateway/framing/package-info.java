/**
 * Bytes to events and back.
 */
package io.github.llmgateway.framing;
