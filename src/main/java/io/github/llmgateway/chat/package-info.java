/**
 * The neutral conversation: what a chat model is asked and what it answers, in no provider's format.
 *
 * <p>Readers turn a payload format into it, writers turn it into another. It depends on no other package; opaque JSON
 * (tool schemas, fields one provider alone knows) stays a {@link com.fasterxml.jackson.databind.JsonNode}.
 */
package io.github.llmgateway.chat;
