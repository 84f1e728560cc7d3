package io.github.llmgateway.bench;

import java.util.Random;

/** Text that means nothing, of any length asked for, the same for the same seed. ASCII, so a character is a byte. */
final class Prose {

    private static final String[] WORDS = ("the file when reads every path of an answer before it returns to which value "
            + "stream model route call block never only first event token index result with user").split(" ");

    private final Random random;

    Prose(long seed) {
        random = new Random(seed);
    }

    /** Exactly {@code length} characters, none of which JSON escapes. */
    String sentence(int length) {
        StringBuilder text = new StringBuilder(Math.max(length, 0) + 16);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        text.setLength(Math.max(length, 0));
        return text.toString();
    }

    /** About {@code length} characters of sentences, with blank lines, lists and quotes. */
    String paragraphs(int length) {
        StringBuilder text = new StringBuilder(Math.max(length, 0) + 256);
        while (text.length() < length) {
            text.append(random.nextInt(3) == 0 ? "\n\n- \"" + sentence(12) + "\": " : "").append(sentence(60)).append(".\n");
        }
        text.setLength(Math.max(length, 0));
        return text.toString();
    }

    /** About {@code length} characters that look like a source file with line numbers: tabs, quotes, short lines. */
    String source(int length) {
        StringBuilder text = new StringBuilder(length + 256);
        for (int line = 1; text.length() < length; line++) {
            text.append(line).append('\t').append("    ".repeat(random.nextInt(4)))
                    .append("call(\"").append(sentence(10 + random.nextInt(40))).append("\", ").append(random.nextInt(1000)).append(");\n");
        }
        return text.toString();
    }
}
