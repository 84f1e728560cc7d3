/**
 * Bytes to events and back. Depends on no other package.
 */
package io.github.llmgateway.framing;
