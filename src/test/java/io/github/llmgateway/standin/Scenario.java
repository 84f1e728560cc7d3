package io.github.llmgateway.standin;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stand-in plays. A prompt chooses it with its {@link #marker()} in a text of the user's, so that the choice
 * passes every translation; the last marker counts, and without one it is {@link #TEXT}.
 */
public enum Scenario {

    /** A text with letters beyond ASCII. */
    TEXT,
    /** A call of {@link Told#TOOL}. */
    TOOL_CALL,
    /** Calls of {@link Told#TOOL} and {@link Told#SECOND_TOOL} in one turn. */
    PARALLEL_TOOLS,
    /** A text, asked for with results of tools in the conversation. */
    TOOL_RESULT,
    /** A text about an image. */
    IMAGE,
    /** A text about a PDF file. */
    PDF,
    /** A text under a system prompt. */
    SYSTEM,
    /** Thought with a signature, then a call; the turn after it is a text. */
    THINKING,
    /** A JSON object as the schema demands. */
    STRUCTURED_OUTPUT,
    /** A text that the limit of tokens cuts. */
    MAX_TOKENS,
    /** A text that a stop sequence ends. */
    STOP_SEQUENCE,
    /** The model or its provider declines. */
    REFUSAL,
    /** Too many requests; come back after {@link Trouble#RETRY_AFTER} seconds. */
    RATE_LIMIT,
    /** The prompt is too long for the model. */
    CONTEXT_WINDOW,
    /** The provider has no capacity. */
    OVERLOADED,
    /** The first half of a text, then an error; without a stream the error alone. */
    MID_STREAM_ERROR;

    private static final Pattern MARKER = Pattern.compile("scenario:([a-z_]+)");

    /** The words in the prompt. */
    public String marker() {
        return "scenario:" + name().toLowerCase(Locale.ROOT);
    }

    /** That of the last marker in a text. */
    static Scenario of(String text) {
        Scenario last = TEXT;
        Matcher markers = MARKER.matcher(text);
        while (markers.find()) {
            last = valueOf(markers.group(1).toUpperCase(Locale.ROOT));
        }
        return last;
    }

    /** The error that it is from the first byte on; null if it is an answer. */
    Trouble trouble() {
        return switch (this) {
            case RATE_LIMIT -> Trouble.RATE_LIMIT;
            case CONTEXT_WINDOW -> Trouble.CONTEXT_WINDOW;
            case OVERLOADED -> Trouble.OVERLOADED;
            default -> null;
        };
    }
}
