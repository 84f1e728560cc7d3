package io.github.llmgateway.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.Failure;
import java.io.IOException;

/** JSON as all dialects read and write it: numbers keep their digits, nothing is interned, sizes are bounded. */
public final class Json {

    /** Deeper bodies are refused by Jackson itself; the configured bound is lower. */
    private static final int DEEPEST = 2000;

    /**
     * Parsers that know byte offsets. Names are not interned; canonicalisation stays on, for without it Jackson selects
     * a parser that counts characters. Bodies are UTF-8 (RFC 8259, 8.1), nothing is guessed. String length is bounded by
     * the body's.
     */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1000)
                    .build())
            .build();

    /** For trees. Fractions stay decimal: {@code 20.0} is written as {@code 20.0}. */
    public static final ObjectMapper MAPPER = new ObjectMapper(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    /** Reads a body that is one value and nothing after it; reading a part of one must not look for its end. */
    private static final ObjectReader WHOLE = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Parses a request's body into an object; {@code INVALID_REQUEST} says where it is wrong, never what stands there. */
    public static ObjectNode request(byte[] body) throws Failure {
        try {
            if (WHOLE.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw Failure.badRequest("The request body must be a JSON object.", null);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Parses JSON of any kind; null if it is none. */
    public static JsonNode parse(byte[] json) {
        try {
            return WHOLE.readTree(json);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Writes a tree as UTF-8. Half a surrogate pair, which JSON can escape and UTF-8 cannot express (a client cut a text
     * in the middle of an emoji), goes out escaped, as it came in.
     */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException halfAPair) {
            return escaped(node);
        }
    }

    private static byte[] escaped(JsonNode node) {
        try {
            return MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot fail to be written", e);
        }
    }

    /** What to tell a client whose body is not JSON: the place, and Jackson's reason without an excerpt of the body. */
    public static Failure malformed(IOException e) {
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            return Failure.badRequest("The request body is not valid JSON: error at line "
                    + json.getLocation().getLineNr() + ", column " + json.getLocation().getColumnNr() + ".", null);
        }
        return Failure.badRequest("The request body is not valid JSON.", null);
    }

    /** A parser over a body that knows the offsets of its bytes. */
    public static JsonParser parser(Content body) throws IOException {
        return FACTORY.createParser(body.stream());
    }

    /** A parser over bytes that knows their offsets. */
    public static JsonParser parser(byte[] body) throws IOException {
        return FACTORY.createParser(body);
    }
}
