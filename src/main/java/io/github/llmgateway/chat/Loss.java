package io.github.llmgateway.chat;

/**
 * Something a target dialect cannot express.
 *
 * @param field    what, as the client named it ({@code logit_bias}, {@code messages[2].content[0]})
 * @param harmless true: the answer means the same without it, so it is dropped and named in a response header;
 *                 false: the client is refused unless the operator chose to drop it
 * @param reason   why, for the client
 */
public record Loss(String field, boolean harmless, String reason) {
}
