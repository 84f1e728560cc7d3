package io.github.llmgateway.testing;

/**
 * What a scripted model says in one turn.
 *
 * @param thinking   what it thinks first; null: nothing
 * @param text       what it says; null: nothing
 * @param tool       the tool it calls; null: none
 * @param input      the tool's input as JSON
 * @param prompt     tokens read, cached ones not among them
 * @param cached     tokens read from the provider's cache
 * @param completion tokens written
 */
public record Turn(String thinking, String text, String tool, String input, int prompt, int cached, int completion) {

    /** The id of every tool call that is scripted. */
    public static final String CALL_ID = "call_Scripted01";

    /** Says something. */
    public static Turn text(String text) {
        return new Turn(null, text, null, null, 12, 0, 5);
    }

    /** Calls a tool. */
    public static Turn tool(String name, String input) {
        return new Turn(null, null, name, input, 20, 0, 9);
    }

    /** The same after some thought. */
    public Turn afterThinking(String thought) {
        return new Turn(thought, text, tool, input, prompt, cached, completion);
    }

    /** The same with other tokens used. */
    public Turn using(int promptTokens, int cachedTokens, int completionTokens) {
        return new Turn(thinking, text, tool, input, promptTokens, cachedTokens, completionTokens);
    }
}
