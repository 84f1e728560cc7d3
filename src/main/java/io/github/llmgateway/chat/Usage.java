package io.github.llmgateway.chat;

/**
 * Tokens of one answer. The parts do not overlap: a request's whole prompt is
 * {@code input + cacheRead + cacheWrite5m + cacheWrite1h}. {@code reasoning} is contained in {@code output}.
 *
 * @param input        prompt tokens that no cache served or stored
 * @param cacheRead    prompt tokens read from the provider's prompt cache
 * @param cacheWrite5m prompt tokens stored for five minutes
 * @param cacheWrite1h prompt tokens stored for one hour
 * @param output       tokens of the answer
 * @param reasoning    those of them that were thought; 0 where the provider does not say
 */
public record Usage(long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output, long reasoning) {

    /** Nothing known yet. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    /** All tokens of the prompt. */
    public long prompt() {
        return input + cacheRead + cacheWrite5m + cacheWrite1h;
    }

    /** The same with another count of answer tokens. */
    public Usage withOutput(long tokens, long ofThemReasoning) {
        return new Usage(input, cacheRead, cacheWrite5m, cacheWrite1h, tokens, ofThemReasoning);
    }
}
