package io.github.llmgateway.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * The simulator's tokens: words with the blanks behind them, long words in several parts. The pieces of a text, put
 * together, are the text; each is one event of a stream and one token of the usage.
 */
final class Pieces {

    private static final int LONGEST = 12;

    private Pieces() {
    }

    static List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start);
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    /** How many there are. */
    static int count(String text) {
        int count = 0;
        for (int start = 0; start < text.length(); start = end(text, start)) {
            count++;
        }
        return count;
    }

    /** The first {@code most} of them as a text. */
    static String first(String text, int most) {
        int end = 0;
        for (int i = 0; i < most && end < text.length(); i++) {
            end = end(text, end);
        }
        return text.substring(0, end);
    }

    /** The text over and over until it has so many pieces. */
    static String repeated(String text, int pieces) {
        String round = text.isBlank() ? "… " : text.strip() + " ";
        int each = count(round);
        return first(round.repeat((pieces + each - 1) / each), pieces).stripTrailing();
    }

    private static int end(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < LONGEST && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        boolean splitsPair = end < text.length() && Character.isLowSurrogate(text.charAt(end))
                && Character.isHighSurrogate(text.charAt(end - 1));
        return splitsPair ? end + 1 : end;
    }
}
