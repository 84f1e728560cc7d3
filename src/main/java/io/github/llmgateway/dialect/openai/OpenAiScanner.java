package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.TaggedScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The top-level fields that chat, completion and embedding requests have in common. */
abstract class OpenAiScanner extends TaggedScanner {

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MEMBER = "\"include_usage\":true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OBJECT = "{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIELD =
            "\"stream_options\":{\"include_usage\":true},".getBytes(StandardCharsets.US_ASCII);

    private Splice usageInOptions;
    private int maxCompletionTokens;

    OpenAiScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    @Override
    protected final void value(String name) throws IOException, Failure {
        switch (name) {
            case "model" -> outline.model = string("model");
            case "stream" -> outline.stream = bool("stream");
            case "stream_options" -> streamOptions();
            case "max_tokens" -> outline.maxTokens = tokens(name);
            case "max_completion_tokens" -> maxCompletionTokens = tokens(name);
            case "user", "safety_identifier" -> user(name);
            case "metadata" -> metadata();
            case "tags", "litellm_metadata" -> forGateway(name);
            default -> field(name);
        }
    }

    /** A field of the operation's own. */
    abstract void field(String name) throws IOException, Failure;

    /** Whether the field that the operation is about was there, and is not empty. */
    abstract void demandInput() throws Failure;

    @Override
    protected final void finish() throws Failure {
        if (outline.model == null || outline.model.isEmpty()) {
            throw Failure.badRequest("you must provide a model parameter", "model");
        }
        demandInput();
        if (maxCompletionTokens > 0) {
            outline.maxTokens = maxCompletionTokens;
        }
        if (!outline.includeUsage) {
            outline.askForUsage = usageInOptions != null
                    ? usageInOptions
                    : new Splice(outline.afterBrace, outline.afterBrace, FIELD);
        }
    }

    private int tokens(String name) throws IOException, Failure {
        return parser.currentToken() == JsonToken.VALUE_NULL ? 0 : integer(name);
    }

    private void streamOptions() throws IOException, Failure {
        outline.includeUsage = false;
        int start = offset();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            usageInOptions = new Splice(start, start + 4, OBJECT);
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("stream_options", "an object");
        }
        boolean empty = true;
        Splice found = null;
        while (next() == JsonToken.FIELD_NAME) {
            empty = false;
            boolean usage = parser.currentName().equals("include_usage");
            next();
            if (usage) {
                outline.includeUsage = bool("stream_options.include_usage");
                found = new Splice(offset(), end(), TRUE);
            } else {
                skip();
            }
        }
        usageInOptions = found != null ? found : new Splice(start + 1, start + 1, empty ? MEMBER : member());
    }

    private static byte[] member() {
        byte[] withComma = Arrays.copyOf(MEMBER, MEMBER.length + 1);
        withComma[MEMBER.length] = ',';
        return withComma;
    }
}
