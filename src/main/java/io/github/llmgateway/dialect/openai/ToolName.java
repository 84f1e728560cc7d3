package io.github.llmgateway.dialect.openai;

import java.util.regex.Pattern;

/**
 * A tool's name as servers of this format take it: up to 64 letters, digits, {@code _} and {@code -} (OpenAI's API
 * reference, {@code tools[].function.name}). Anthropic takes 128, and Claude Code's MCP tools use them.
 */
public final class ToolName {

    private static final int LONGEST = 64;
    private static final int MARK = 8;
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

    private ToolName() {
    }

    /** The name itself if it is taken, else its beginning and a digest of it all: the same in every turn. */
    public static String of(String name) {
        String legal = ILLEGAL.matcher(name).replaceAll("_");
        if (legal.equals(name) && name.length() <= LONGEST) {
            return name;
        }
        return legal.substring(0, Math.min(legal.length(), LONGEST - MARK - 1)) + "_" + ShortName.of(name, MARK);
    }
}
