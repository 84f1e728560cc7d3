package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.MediaUrl;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.LeftOut;
import io.github.llmgateway.dialect.TaggedScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;

/** The part of a scan that knows content blocks: what is text, what is a picture, where cache marks are. */
abstract class BlockScanner extends TaggedScanner {

    private static final int FIVE_MINUTES = 300;
    private static final int ONE_HOUR = 3600;

    private int[] spans = new int[16];
    private int spanCount;
    private boolean remembering;
    /** The last text's start and end. */
    private int textStart;
    private int textEnd;
    private int placeStart;
    private int placeEnd;
    /** Whether the last block holds thoughts that Claude has not signed. */
    private boolean foreign;
    /** Whether the last block is a thought, or the result of a tool. */
    private boolean thought;
    private boolean result;
    /** Whether the last content begins with a thought of Claude's own, or holds the result of a tool. */
    private boolean thoughtFirst;
    private boolean hasResults;
    private final LeftOut thoughts = new LeftOut();

    BlockScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
        outline.mediaUrls = new ArrayList<>(0);
    }

    /** A string or a list of blocks; leaves the parser one token behind it. */
    protected final JsonToken content(String field) throws IOException, Failure {
        placeStart = 0;
        placeEnd = 0;
        thoughts.begin();
        thoughtFirst = false;
        hasResults = false;
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            boolean first = true;
            while (next() != JsonToken.END_ARRAY) {
                int start = offset();
                if (block(field)) {
                    placeEnd = offset();
                }
                thoughts.element(start, offset() + 1, !foreign);
                thoughtFirst |= first && thought && !foreign;
                first &= foreign;
                hasResults |= result;
            }
            return next();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            JsonToken following = text();
            if (textEnd - textStart > 2) {
                placeStart = textStart;
                placeEnd = textEnd;
            }
            return following;
        }
        throw wrongType(field, "a string or a list");
    }

    /** Where the string starts that was the last content; 0: its place for a mark is the end of a block. */
    protected final int placeStart() {
        return placeStart;
    }

    /** Where that string ends, or the last block that takes a mark has its closing brace; 0: nothing takes one. */
    protected final int placeEnd() {
        return placeEnd;
    }

    /** Of the last content, the blocks that Anthropic would refuse because another maker has signed them, or nobody. */
    protected final LeftOut foreignThoughts() {
        return thoughts;
    }

    /** Whether the last content, without those, begins with a thought. */
    protected final boolean thoughtFirst() {
        return thoughtFirst;
    }

    /** Whether results of tools are in the last content. */
    protected final boolean hasResults() {
        return hasResults;
    }

    /** The content of a block, whose elements are blocks in all types known today; leaves the parser behind it. */
    private JsonToken inner() throws IOException, Failure {
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                block("content");
            } else {
                whole();
            }
        }
        return next();
    }

    /** One content block; the parser stays on its end. Whether it could be given a cache mark. */
    protected final boolean block(String field) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(field, "a list of objects");
        }
        int start = offset();
        boolean typed = false;
        boolean takesNone = false;
        boolean document = false;
        MediaUrl url = null;
        boolean thinks = false;
        boolean answers = false;
        boolean changesTools = false;
        boolean signedElsewhere = false;
        JsonToken token = next();
        while (token != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            token = next();
            switch (name) {
                case "type" -> {
                    typed = true;
                    thinks = type();
                    takesNone |= thinks;
                    document = token == JsonToken.VALUE_STRING && is("document");
                    answers = token == JsonToken.VALUE_STRING && is("tool_result");
                    changesTools = token == JsonToken.VALUE_STRING && (is("tool_addition") || is("tool_removal"));
                    token = next();
                }
                case "text" -> {
                    token = text();
                    takesNone |= textEnd - textStart <= 2;
                }
                case "thinking", "title", "context", "encrypted_content" -> token = text();
                case "content" -> token = token == JsonToken.START_ARRAY ? inner() : text();
                case "input" -> {
                    whole();
                    token = next();
                }
                case "source" -> {
                    url = source();
                    token = next();
                }
                case "signature", "data" -> {
                    // Models that sign nothing are told to clients of this format with an empty signature.
                    signedElsewhere |= token == JsonToken.VALUE_STRING && (isForeignSignature() || begins("\""));
                    skip();
                    token = next();
                }
                case "cache_control" -> {
                    takesNone = true;
                    cacheControl();
                    token = next();
                }
                default -> {
                    skip();
                    token = next();
                }
            }
        }
        if (url != null && outline.mediaUrls.size() <= MediaUrl.MOST) {
            outline.mediaUrls.add(new MediaUrl(url.start(), url.end(), url.url(), document, url.field()));
        }
        if (changesTools) {
            outline.toolChanges = outline.toolChanges.isEmpty() ? new ArrayList<>() : outline.toolChanges;
            outline.toolChanges.add(new Outline.Span(start, offset() + 1));
        }
        thought = thinks;
        result = answers;
        foreign = thinks && signedElsewhere;
        return typed && !takesNone;
    }

    /** Notes what kind of block it is; whether it is a thought, which takes no cache mark. */
    private boolean type() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            skip();
        } else if (is("image")) {
            outline.images = true;
        } else if (is("document") || is("container_upload")) {
            outline.documents = true;
        } else {
            return is("thinking") || is("redacted_thinking");
        }
        return false;
    }

    /** Counts the current value as text, if it is a string or an object; leaves the parser one token behind it. */
    private JsonToken text() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            whole();
            return next();
        }
        int start = offset();
        JsonToken following = next();
        int end = offset();
        while (body.get(end - 1) != '"') {
            end--;
        }
        outline.textBytes += end - start;
        textStart = start;
        textEnd = end;
        remember(start, end);
        return following;
    }

    /** Counts a whole value, whatever it is. */
    private void whole() throws IOException, Failure {
        if (parser.currentToken().isStructStart()) {
            int start = offset();
            skip();
            outline.textBytes += end() - start;
        }
    }

    /** The bytes of a picture or PDF are no text; those of a plain-text document are. Null: it is no address. */
    private MediaUrl source() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return null;
        }
        int start = offset();
        int data = 0;
        boolean plain = false;
        boolean addressed = false;
        String url = null;
        JsonToken token = next();
        while (token != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            token = next();
            if (name.equals("type") && token == JsonToken.VALUE_STRING) {
                plain = is("text");
                addressed = is("url");
                token = next();
            } else if (name.equals("url") && token == JsonToken.VALUE_STRING) {
                url = parser.getText();
                token = next();
            } else if (name.equals("data") && token == JsonToken.VALUE_STRING) {
                int from = offset();
                token = next();
                data = offset() - from;
            } else if (name.equals("content") && token == JsonToken.START_ARRAY) {
                token = inner();
            } else if (name.equals("content")) {
                token = text();
            } else {
                skip();
                token = next();
            }
        }
        outline.textBytes += plain ? data : 0;
        remember(start, end());
        return addressed && url != null ? new MediaUrl(start, end(), url, false, place() + ".url") : null;
    }

    /** Where the parser is, as {@code messages[0].content[1].source}. */
    private String place() {
        return parser.getParsingContext().pathAsPointer().toString().substring(1)
                .replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
    }

    /** A cache mark: the longest life of all marks counts. */
    protected final void cacheControl() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        int seconds = FIVE_MINUTES;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (next() == JsonToken.VALUE_STRING && name.equals("ttl")) {
                seconds = is("1h") ? ONE_HOUR : FIVE_MINUTES;
            } else {
                skip();
            }
        }
        outline.cacheTtlSeconds = Math.max(outline.cacheTtlSeconds, seconds);
    }

    /** Whether the current string is this one; makes no String of it. */
    protected final boolean is(String wanted) throws IOException {
        if (parser.getTextLength() != wanted.length()) {
            return false;
        }
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        for (int i = 0; i < wanted.length(); i++) {
            if (chars[from + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** FNV-1a over the current string; never 0. */
    protected final long hash() throws IOException {
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < parser.getTextLength(); i++) {
            hash = (hash ^ chars[from + i]) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }

    /** From here on the places of texts are kept, until {@link #identifyRemembered()}; forgets earlier ones. */
    protected final void rememberTexts() {
        remembering = true;
        spanCount = 0;
    }

    /** Takes the remembered texts into the conversation's key and remembers no more. */
    protected final void identifyRemembered() {
        for (int i = 0; i < spanCount; i += 2) {
            identify(spans[i], spans[i + 1]);
        }
        spanCount = 0;
        remembering = false;
    }

    /** Where the first remembered text starts; -1: there is none. */
    protected final int firstRemembered() {
        return spanCount == 0 ? -1 : spans[0];
    }

    private void remember(int start, int end) {
        if (!remembering) {
            return;
        }
        if (spanCount + 2 > spans.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
        }
        spans[spanCount++] = start;
        spans[spanCount++] = end;
    }
}
