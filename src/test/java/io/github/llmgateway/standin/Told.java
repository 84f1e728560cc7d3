package io.github.llmgateway.standin;

import java.util.ArrayList;
import java.util.List;

/**
 * What a stand-in answers, in nobody's format.
 *
 * @param thought  what is thought before all; null: nothing
 * @param text     what is said; null: nothing
 * @param calls    the tools called after it
 * @param stop     why it ends
 * @param sequence the stop sequence that ended it, else null
 */
public record Told(String thought, String text, List<Call> calls, Stop stop, String sequence) {

    /** A call of a tool; the input is a JSON object. */
    public record Call(String id, String name, String input) {
    }

    /** Why an answer ends. */
    public enum Stop {
        /** The model has said all. */
        END,
        /** It waits for results of tools. */
        TOOLS,
        /** The limit of tokens. */
        LENGTH,
        /** A stop sequence. */
        SEQUENCE,
        /** The model or a filter declines. */
        REFUSAL
    }

    /** The text of most scenarios. */
    public static final String TEXT = "Grüße — 世界, \"quoted\"\n\tand a line \uD83D\uDE00.";
    /** The text of a turn that follows results of tools. */
    public static final String AFTER_RESULTS = "It is 21 °C in Paris.";
    /** What is thought. */
    public static final String THOUGHT = "First I weigh the weather; then I ask.";
    /** The words of a refusal. */
    public static final String DECLINED = "I cannot help with that.";
    /** The object of a structured answer. */
    public static final String OBJECT = "{\"city\":\"Paris\",\"degrees\":21}";
    /** The tool that is called first. */
    public static final String TOOL = "get_weather";
    /** The tool that is called beside it. */
    public static final String SECOND_TOOL = "get_time";
    /** The input of the first call. */
    public static final String INPUT = "{\"city\":\"Paris\",\"days\":3}";
    /** The input of the second. */
    public static final String SECOND_INPUT = "{\"zone\":\"Europe/Paris\"}";

    /** Tokens of the prompt that were not in the cache. */
    public static final int FRESH = 31;
    /** Tokens read from the cache. */
    public static final int CACHED = 17;
    /** Tokens written, those of thought among them. */
    public static final int WRITTEN = 23;
    /** Tokens of thought where there is one; else none. */
    public static final int REASONED = 7;

    /** The call of most scenarios with calls; its id is the stand-in's own. */
    static final Call CALL = new Call("StandIn01", TOOL, INPUT);

    /** What a scenario tells to what was heard, with this call where it calls and ids that begin so. */
    static Told to(Heard heard, Call call, String prefix) {
        Call first = new Call(prefix + call.id(), call.name(), call.input());
        Call second = new Call(prefix + "StandIn02", SECOND_TOOL, SECOND_INPUT);
        boolean answered = heard.endsWithResults();
        return switch (heard.scenario()) {
            case TOOL_CALL -> answered ? text(AFTER_RESULTS) : calls(null, first);
            case PARALLEL_TOOLS -> answered ? text(AFTER_RESULTS) : calls(null, first, second);
            case THINKING -> answered ? text(AFTER_RESULTS) : heard.tools().isEmpty()
                    ? new Told(THOUGHT, TEXT, List.of(), Stop.END, null) : calls(THOUGHT, first);
            case TOOL_RESULT -> text(AFTER_RESULTS);
            case STRUCTURED_OUTPUT -> text(OBJECT);
            case MAX_TOKENS -> new Told(null, TEXT, List.of(), Stop.LENGTH, null);
            case STOP_SEQUENCE -> new Told(null, TEXT, List.of(), Stop.SEQUENCE,
                    heard.stops().isEmpty() ? null : heard.stops().get(0));
            case REFUSAL -> new Told(null, DECLINED, List.of(), Stop.REFUSAL, null);
            default -> text(TEXT);
        };
    }

    private static Told text(String text) {
        return new Told(null, text, List.of(), Stop.END, null);
    }

    private static Told calls(String thought, Call... calls) {
        return new Told(thought, null, List.of(calls), Stop.TOOLS, null);
    }

    /** Tokens of thought. */
    int reasoned() {
        return thought == null ? 0 : REASONED;
    }

    /** A text in pieces, as a stream brings it; no piece ends within a character. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = text.offsetByCodePoints(from, Math.min(9, text.codePointCount(from, text.length())));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
