package io.github.llmgateway.dialect.anthropic;

/**
 * Follows a conversation's turns for the one rule that hangs on them: where thinking within a budget is asked for and the
 * results of tools come last, the first answer since the user last spoke must begin with a thought of Claude's own, for a
 * tool loop is one turn of the assistant's (Claude API docs, "Thinking with tool use"; the API: "a final `assistant` message
 * must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks)"). Adaptive
 * thinking demands no such thing. One a conversation, used by one thread.
 */
public final class ToolLoop {

    private boolean open;
    private boolean bare;
    private boolean usersTurn;
    private boolean results;

    /** The assistant's next message; {@code thoughtFirst}: what is sent of it begins with a thought of Claude's own. */
    public void assistant(boolean thoughtFirst) {
        open &= !usersTurn || results;
        if (!open) {
            bare = !thoughtFirst;
        }
        open = true;
        usersTurn = false;
    }

    /** The user's next message, which may hold results of tools; several in a row are one turn. */
    public void user(boolean hasResults) {
        results = hasResults || usersTurn && results;
        usersTurn = true;
    }

    /** Whether thinking within a budget would be refused. */
    public boolean refusesThinking() {
        return open && bare && usersTurn && results;
    }
}
