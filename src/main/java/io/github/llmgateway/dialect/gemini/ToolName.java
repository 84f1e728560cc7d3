package io.github.llmgateway.dialect.gemini;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A function's name as Google takes it: it begins with a letter or an underscore and has up to 64 letters, digits,
 * underscores, dots, colons and dashes (Vertex AI's reference of {@code FunctionDeclaration}).
 */
final class ToolName {

    private static final Pattern TAKEN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}");
    private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_.:-]");
    private static final int KEPT = 54;
    private static final int MARK = 8;

    private ToolName() {
    }

    /** The name itself if it is taken, else its beginning and a digest of it all: the same in every turn. */
    static String of(String name) {
        if (TAKEN.matcher(name).matches()) {
            return name;
        }
        String begin = "_" + OTHER.matcher(name.substring(0, Math.min(KEPT, name.length()))).replaceAll("_");
        byte[] whole = name.getBytes(StandardCharsets.UTF_8);
        return begin + "_" + UUID.nameUUIDFromBytes(whole).toString().substring(0, MARK);
    }
}
