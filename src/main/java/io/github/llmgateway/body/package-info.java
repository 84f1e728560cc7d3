/**
 * A request or an answer as bytes: what one scan found in it ({@link io.github.llmgateway.body.Outline}) and the bytes
 * to be exchanged on the way out ({@link io.github.llmgateway.body.Splice}). Depends on no other package.
 */
package io.github.llmgateway.body;
