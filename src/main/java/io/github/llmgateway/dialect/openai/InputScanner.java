package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.Failure;
import java.io.IOException;

/**
 * Requests about one input: {@code prompt} of /v1/completions, {@code input} of /v1/embeddings. It is a string, a list of
 * strings, a list of tokens or a list of such lists.
 */
final class InputScanner extends OpenAiScanner {

    /** As many bytes as {@link io.github.llmgateway.body.Outline#promptTokens()} takes for one token. */
    private static final int BYTES_PER_TOKEN = 3;
    /** A prompt that is continued keeps its beginning; that much of it identifies it. */
    private static final int IDENTIFYING = 1024;

    private final String name;
    private boolean seen;

    InputScanner(Content body, int maxDepth, String name) throws Failure {
        super(body, maxDepth);
        this.name = name;
    }

    @Override
    void field(String field) throws IOException, Failure {
        if (!field.equals(name)) {
            skip();
            return;
        }
        int start = offset();
        switch (parser.currentToken()) {
            case VALUE_STRING -> countWhole();
            case START_ARRAY -> list();
            default -> throw wrongType(name, "a string or a list");
        }
        seen = true;
        identify(start, Math.min(end(), start + IDENTIFYING));
    }

    @Override
    void demandInput() throws Failure {
        // A completion without a prompt is allowed: it begins a new document.
        if (!seen && name.equals("input")) {
            throw Failure.badRequest("Missing required parameter: 'input'.", "input");
        }
    }

    private void list() throws IOException, Failure {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = next();
            switch (token) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case VALUE_STRING -> countWhole();
                case VALUE_NUMBER_INT -> outline.textBytes += BYTES_PER_TOKEN;
                default -> throw wrongType(name, "a list of strings or of tokens");
            }
        }
    }
}
