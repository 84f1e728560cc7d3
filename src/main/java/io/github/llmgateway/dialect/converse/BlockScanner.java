package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.LeftOut;
import io.github.llmgateway.dialect.Scanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The part of a scan that knows content blocks: what is text, what is a picture, where cache points are. */
abstract class BlockScanner extends Scanner {

    private static final int FIVE_MINUTES = 300;
    private static final int ONE_HOUR = 3600;

    /** In the place of a turn that was nothing but another maker's thoughts: turns alternate and are never empty. */
    private static final byte[] SAID_NOTHING =
            "{\"text\":\"(The assistant gave no answer.)\"}".getBytes(StandardCharsets.US_ASCII);

    /** Where a text stands. */
    private record Span(int start, int end) {
    }

    /** The texts of what is scanned, while they may belong to the conversation's key; null: they do not. */
    private List<Span> texts;
    /** Whether the current block holds thoughts that another maker has signed. */
    private boolean foreign;
    /** Whether the current block is a thought, or the result of a tool. */
    private boolean thought;
    private boolean result;
    /** Whether the last list begins, without foreign thoughts, with a thought. */
    protected boolean thoughtFirst;
    /** Whether results of tools are in the last list. */
    protected boolean hasResults;
    private final LeftOut thoughts = new LeftOut();
    /** The changes by which all of those are left out. */
    protected final List<Splice> foreignThoughts = new ArrayList<>(0);

    BlockScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    /** The current value must be an object. */
    protected final void object(String field) throws Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(field, "an object");
        }
    }

    /** A list of content blocks. */
    protected final void list(String field) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(field, "a list");
        }
        thoughts.begin();
        thoughtFirst = false;
        hasResults = false;
        boolean first = true;
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType(field, "a list of objects");
            }
            int start = offset();
            foreign = false;
            thought = false;
            result = false;
            members();
            thoughts.element(start, offset() + 1, !foreign);
            thoughtFirst |= first && thought && !foreign;
            first &= foreign;
            hasResults |= result;
        }
        if (thoughts.all()) {
            int start = thoughts.splices().get(0).start();
            foreignThoughts.add(new Splice(start, offset(), SAID_NOTHING));
        } else {
            foreignThoughts.addAll(thoughts.splices());
        }
    }

    /** The members of a block or of what is in it; the parser stays on its end. */
    private void members() throws IOException, Failure {
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = next();
            switch (name) {
                case "cachePoint" -> cachePoint();
                case "input", "json" -> whole();
                case "image", "video" -> {
                    outline.images = true;
                    skip();
                }
                default -> {
                    outline.documents |= name.equals("document");
                    thought |= name.equals("reasoningContent");
                    result |= name.equals("toolResult");
                    if (value == JsonToken.START_OBJECT) {
                        members();
                    } else if (value == JsonToken.START_ARRAY) {
                        elements();
                    } else if (value == JsonToken.VALUE_STRING && name.equals("text")) {
                        text();
                    } else if (value == JsonToken.VALUE_STRING && name.equals("signature")) {
                        foreign |= isForeignSignature();
                    }
                }
            }
        }
    }

    private void elements() throws IOException, Failure {
        JsonToken element = next();
        while (element != JsonToken.END_ARRAY) {
            if (element == JsonToken.START_OBJECT) {
                members();
            } else {
                skip();
            }
            element = next();
        }
    }

    private void text() throws IOException {
        int start = offset();
        parser.finishToken();
        int end = end();
        outline.textBytes += end - start;
        if (texts != null) {
            texts.add(new Span(start, end));
        }
    }

    /** Counts a whole value, whatever it is. */
    private void whole() throws IOException, Failure {
        if (parser.currentToken().isStructStart()) {
            int start = offset();
            skip();
            outline.textBytes += end() - start;
        }
    }

    /** From here on the places of texts are kept, until {@link #identifyRemembered()}; forgets earlier ones. */
    protected final void rememberTexts() {
        texts = new ArrayList<>();
    }

    /** Takes the remembered texts into the conversation's key and remembers no more. */
    protected final void identifyRemembered() {
        texts.forEach(span -> identify(span.start(), span.end()));
        texts = null;
    }

    /** Remembers no more. */
    protected final void forgetTexts() {
        texts = null;
    }

    /** A cache point: the longest life of all counts. */
    protected final void cachePoint() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        int seconds = FIVE_MINUTES;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (next() == JsonToken.VALUE_STRING && name.equals("ttl")) {
                seconds = parser.getText().equals("1h") ? ONE_HOUR : FIVE_MINUTES;
            } else {
                skip();
            }
        }
        outline.cacheTtlSeconds = Math.max(outline.cacheTtlSeconds, seconds);
    }
}
