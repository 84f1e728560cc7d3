package io.github.llmgateway.dialect.converse;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of documents as Converse takes them: letters, digits, single blanks, hyphens, parentheses and square
 * brackets, at most 200 (Amazon Bedrock API reference, {@code DocumentBlock}), and no two alike in a request. One a
 * request.
 */
final class DocumentNames {

    private static final int LONGEST = 180;
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9()\\[\\] -]+|\\s+");

    private final Set<String> taken = new HashSet<>();

    /** A name that resembles the wanted one (null: any), and that no other document of the request has. */
    String of(String wanted) {
        String legal = wanted == null ? "" : ILLEGAL.matcher(wanted).replaceAll(" ").replaceAll(" +", " ").strip();
        String name = legal.isEmpty() ? "Document" : legal.substring(0, Math.min(legal.length(), LONGEST)).strip();
        String unique = name;
        for (int i = 2; !taken.add(unique); i++) {
            unique = name + " " + i;
        }
        return unique;
    }
}
