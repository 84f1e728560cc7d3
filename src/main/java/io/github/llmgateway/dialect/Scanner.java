package io.github.llmgateway.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.base.ParserBase;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Signature;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The one pass over a request's bytes. A dialect says what to do at each top-level field; this class holds the parser,
 * the bounds and the messages. One a body, used by one thread.
 */
public abstract class Scanner {

    /** The parser; it stands on a field's value when {@link #value(String)} is called. */
    protected final JsonParser parser;
    /** What has been found so far. */
    protected final Outline outline = new Outline();
    /** The body that is scanned. */
    protected final Content body;
    private final int maxDepth;
    private final CRC32C conversation = new CRC32C();
    private boolean firstUserSeen;
    /** Start and end of the current message's texts, by turns; kept until its role is known. */
    private int[] texts = new int[16];
    private int textCount;

    /** Prepares a scan of {@code body}, which must not change meanwhile. */
    protected Scanner(Content body, int maxDepth) throws Failure {
        this.body = body;
        this.maxDepth = maxDepth;
        try {
            this.parser = Json.parser(body);
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    /** Scans the whole body; what the request says outside of it decides. */
    public final Outline scan(Asked asked) throws Failure {
        outside(asked);
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Failure.badRequest(body.length() == 0
                        ? "The request body is empty; a JSON object is wanted."
                        : "The request body must be a JSON object.", null);
            }
            outline.afterBrace = offset() + 1;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                topLevelField();
            }
            if (parser.nextToken() != null) {
                throw Failure.badRequest("The request body has text after its JSON object.", null);
            }
        } catch (IOException e) {
            throw Json.malformed(e);
        }
        outline.conversation = conversation.getValue();
        outside(asked);
        finish();
        return outline;
    }

    private void outside(Asked asked) {
        if (asked.model() != null) {
            outline.model = asked.model();
        }
        if (asked.stream() != null) {
            outline.stream = asked.stream();
        }
    }

    private void topLevelField() throws IOException, Failure {
        String name = parser.currentName();
        int start = offset();
        JsonToken token = parser.nextToken();
        int value = offset();
        value(name);
        if (token == JsonToken.VALUE_STRING) {
            parser.finishToken();
        }
        if (!outline.add(new Outline.Field(name, start, value, end()))) {
            throw Failure.badRequest("The request body has too many fields.", null);
        }
    }

    /**
     * The parser stands on the first token of a top-level field's value; leave it on the value's last token. A value of
     * no interest: {@link #skip()}.
     */
    protected abstract void value(String name) throws IOException, Failure;

    /** All fields have been seen: check what must be there. */
    protected abstract void finish() throws Failure;

    /** Passes over the current value, however deep, up to the bound. */
    protected final void skip() throws IOException, Failure {
        if (!parser.currentToken().isStructStart()) {
            return;
        }
        int depth = 1;
        while (depth > 0) {
            JsonToken token = next();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
    }

    /** The next token, within the bound of depth. */
    protected final JsonToken next() throws IOException, Failure {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw Failure.badRequest("The request body ends in the middle of a value.", null);
        }
        if (token.isStructStart() && parser.getParsingContext().getNestingDepth() > maxDepth) {
            throw Failure.badRequest("The request body is nested deeper than " + maxDepth + " levels.", null);
        }
        return token;
    }

    /** Offset of the current token's first byte. */
    protected final int offset() {
        // A location object for each of a large body's twenty thousand tokens is a second body's worth of garbage. Of a
        // name it alone knows the offset; of all others the parser tells it, counted from 1.
        return parser.currentToken() == JsonToken.FIELD_NAME
                ? (int) parser.currentTokenLocation().getByteOffset()
                : (int) ((ParserBase) parser).getTokenCharacterOffset() - 1;
    }

    /** Offset behind the current token's last byte; a string must have been read or finished. */
    protected final int end() {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** Takes the bytes from {@code start} up to {@code end} into the conversation's key. */
    protected final void identify(int start, int end) {
        body.digest(start, end, conversation);
    }

    /** Notes who asks, as a hash; null says nothing. */
    protected final void user(String field) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            outline.user = hash(string(field));
        }
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }

    /**
     * Counts the current value, however deep, as text that the model sees; leaves the parser on its last token.
     */
    protected final void countWhole() throws IOException, Failure {
        int start = offset();
        if (parser.currentToken().isStructStart()) {
            skip();
        } else {
            parser.finishToken();
        }
        outline.textBytes += end() - start;
    }

    /** A message begins: its texts belong to the conversation's key while the user's first has not ended. */
    protected final void beginTurn() {
        textCount = 0;
    }

    /** A message has ended, the user's or another's. */
    protected final void endTurn(boolean users) {
        if (!firstUserSeen) {
            for (int i = 0; i < textCount; i += 2) {
                identify(texts[i], texts[i + 1]);
            }
            firstUserSeen = users;
        }
    }

    /** Measures the current string, a message's text, without decoding it; returns the token behind it. */
    protected final JsonToken messageText() throws IOException, Failure {
        int start = offset();
        JsonToken token = next();
        int end = offset();
        outline.textBytes += end - start;
        if (!firstUserSeen) {
            if (textCount == texts.length) {
                texts = Arrays.copyOf(texts, textCount * 2);
            }
            texts[textCount++] = start;
            texts[textCount++] = endOfStringBefore(end);
        }
        return token;
    }

    /** The byte behind a string that ended before the current token: between them stand only spaces and a comma. */
    private int endOfStringBefore(int offset) {
        int end = offset;
        while (body.get(end - 1) != '"') {
            end--;
        }
        return end;
    }

    /** Whether the current string begins so, of ASCII; it is not decoded for that. */
    protected final boolean begins(String mark) {
        int start = offset() + 1;
        for (int i = 0; i < mark.length(); i++) {
            if (start + i >= body.length() || body.get(start + i) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the current string is a signature that names a maker other than Anthropic. */
    protected final boolean isForeignSignature() {
        for (String mark : Signature.FOREIGN) {
            if (begins(mark)) {
                return true;
            }
        }
        return false;
    }

    /** The current value as a string; the failure names the field. */
    protected final String string(String field) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(field, "a string");
        }
        return parser.getText();
    }

    /** The current value as a boolean; null counts as false. */
    protected final boolean bool(String field) throws Failure {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrongType(field, "true or false");
        };
    }

    /** The current value as an integer in int's range. */
    protected final int integer(String field) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(field, "an integer");
        }
        try {
            return parser.getIntValue();
        } catch (IOException outOfRange) {
            throw wrongType(field, "an integer below 2147483648");
        }
    }

    /** Says which type is wanted and which was found. */
    protected final Failure wrongType(String field, String wanted) {
        return Failure.badRequest(field + ": must be " + wanted + ", not " + found() + ".", field);
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "this";
        };
    }
}
