package io.github.llmgateway.dialect.converse;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names and ids as Converse takes them: 1 to 64 letters, digits, {@code _} and {@code -} (Amazon Bedrock API reference,
 * {@code ToolSpecification}, {@code ToolUseBlock}, {@code ToolResultBlock}). Claude Code's MCP tools have up to 128.
 */
final class Identifier {

    private static final int LONGEST = 64;
    private static final int DIGEST = 9;
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

    private Identifier() {
    }

    /** The text itself if it is taken, else its beginning and a digest of it all: the same in every turn. */
    static String of(String text) {
        String legal = ILLEGAL.matcher(text).replaceAll("_");
        if (legal.equals(text) && !text.isEmpty() && text.length() <= LONGEST) {
            return text;
        }
        CRC32 digest = new CRC32();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return legal.substring(0, Math.min(legal.length(), LONGEST - DIGEST))
                + String.format("_%08x", digest.getValue());
    }
}
