package io.github.llmgateway.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Vectors in the order of the texts that they are of.
 *
 * @param vectors one a text
 * @param tokens  how many tokens the texts had; -1: the provider did not say
 */
public record Embedded(List<Vector> vectors, long tokens) {

    /**
     * Reads an answer in one pass: a vector is an array of numbers in a field (or in arrays in a field) of a name of
     * {@code vectors}; the numbers of all fields named {@code tokens} are summed.
     *
     * @throws Failure {@code API_ERROR} where it is no JSON
     */
    static Embedded read(byte[] answer, Set<String> vectors, String tokens) throws Failure {
        List<Vector> found = new ArrayList<>();
        long counted = -1;
        try (JsonParser parser = Json.parser(answer)) {
            String field = null;
            int start = -1;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case FIELD_NAME -> field = parser.currentName();
                    case START_ARRAY -> start = offset(parser);
                    case END_ARRAY -> start = -1;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                        if (start >= 0 && vectors.contains(field)) {
                            skipNumbers(parser);
                            found.add(new Vector(answer, start, offset(parser) + 1));
                            start = -1;
                        } else if (field != null && field.equals(tokens)) {
                            counted = Math.max(0, counted) + parser.getLongValue();
                        }
                    }
                    default -> start = -1;
                }
            }
        } catch (IOException e) {
            throw unreadable("what is no JSON");
        }
        return new Embedded(found, counted);
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static void skipNumbers(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        while (token != null && token.isNumeric()) {
            token = parser.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw new IOException("a vector of something else than numbers");
        }
    }

    /** The same, if it has as many vectors as there were texts; {@code API_ERROR} if not. */
    public Embedded of(int texts) throws Failure {
        if (vectors.size() != texts) {
            throw unreadable(vectors.size() + " vectors for " + texts + " texts");
        }
        return this;
    }

    /** The same with a count of tokens from elsewhere, where the answer had none. */
    Embedded orTokens(String header) {
        return tokens >= 0 || header == null || !header.matches("\\d{1,15}") ? this
                : new Embedded(vectors, Long.parseLong(header));
    }

    /** These, then those. Where one does not say how many tokens there were, nobody knows. */
    public Embedded plus(Embedded next) {
        List<Vector> both = new ArrayList<>(vectors);
        both.addAll(next.vectors);
        return new Embedded(both, tokens < 0 || next.tokens < 0 ? -1 : tokens + next.tokens);
    }

    private static Failure unreadable(String what) {
        return Failure.of(FailureKind.API_ERROR, "The provider answered with " + what + ".").withStatus(502);
    }
}
