package io.github.llmgateway.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A body of no particular format, which passes as it came: the one thing looked for is the model that it names, as a
 * field of a JSON object or of a form ({@code multipart/form-data}, RFC 7578). Nothing is refused.
 *
 * <p>Google's embeddings name the model of the path once more, as {@code models/MODEL}, in the object or in each of its
 * {@code requests} (Gemini API reference, {@code EmbedContentRequest}, {@code BatchEmbedContentsRequest}).
 */
public final class AnyBody extends Scanner {

    private static final String MODEL = "model";
    private static final String RESOURCE = "models/";
    private static final byte[] QUOTED_RESOURCE = ('"' + RESOURCE).getBytes(StandardCharsets.US_ASCII);

    private AnyBody(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    /** What is found in it: the model and where it stands, or neither. What the request says outside of it decides. */
    public static Outline outline(Content body, Asked asked, int maxDepth) {
        Outline outline = found(body, maxDepth);
        if (asked.model() != null) {
            outline.model = asked.model();
        }
        return outline;
    }

    private static Outline found(Content body, int maxDepth) {
        if (FormFields.begin(body)) {
            return FormFields.outline(body, MODEL);
        }
        if (!object(body)) {
            return new Outline();
        }
        try {
            return new AnyBody(body, maxDepth).scan(Asked.IN_BODY);
        } catch (Failure noObject) {
            // Lines of JSON, for instance. It passes all the same.
            return new Outline();
        }
    }

    /** The changes by which the body names {@code model} in the place of what it named, which was {@code asked}. */
    public static List<Splice> address(Content body, Outline outline, String asked, String model) {
        List<Splice> splices = new ArrayList<>(1);
        boolean object = object(body);
        for (Outline.Field field : outline.fields()) {
            if (field.name().equals(MODEL)) {
                boolean resource = body.startsWith(QUOTED_RESOURCE, field.value());
                splices.add(new Splice(field.value(), field.end(), object ? quoted(resource ? RESOURCE + model : model)
                        : model.getBytes(StandardCharsets.UTF_8)));
            } else if (object && field.name().equals("requests")) {
                addressEach(body, field, RESOURCE + asked, quoted(RESOURCE + model), splices);
            }
        }
        return splices;
    }

    private static byte[] quoted(String text) {
        return Json.bytes(new TextNode(text));
    }

    private static void addressEach(Content body, Outline.Field requests, String named, byte[] name,
            List<Splice> splices) {
        int start = requests.value();
        try (JsonParser parser = Json.parser(body.copy(start, requests.end()))) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean model = parser.currentName().equals(MODEL);
                    if (parser.nextToken() == JsonToken.VALUE_STRING && model && parser.getText().equals(named)) {
                        splices.add(new Splice(start + (int) parser.currentTokenLocation().getByteOffset(),
                                start + (int) parser.currentLocation().getByteOffset(), name));
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("an array that has been scanned cannot fail to be read", unreadable);
        }
    }

    private static boolean object(Content body) {
        int at = 0;
        while (at < body.length() && body.get(at) <= ' ' && body.get(at) >= 0) {
            at++;
        }
        return at < body.length() && body.get(at) == '{';
    }

    @Override
    protected void value(String name) throws IOException, Failure {
        if (!name.equals(MODEL)) {
            skip();
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            outline.model = parser.getText();
        } else {
            throw Failure.badRequest("model: must be a string.", MODEL);
        }
    }

    @Override
    protected void finish() {
        // Nothing must be there.
    }
}
