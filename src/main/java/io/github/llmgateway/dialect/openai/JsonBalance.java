package io.github.llmgateway.dialect.openai;

/** Tells, as its text comes in pieces, when a JSON object is complete: whether its last brace has come. */
final class JsonBalance {

    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            add(piece.charAt(i));
        }
    }

    private void add(char c) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
            }
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
            begun = true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }

    /** Whether an object has begun and ended. */
    boolean complete() {
        return begun && depth <= 0;
    }
}
