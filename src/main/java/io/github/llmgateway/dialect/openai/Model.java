package io.github.llmgateway.dialect.openai;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells. OpenAI's reference of {@code reasoning_effort} gives the values a generation takes: none
 * before gpt-5.1 knows {@code none}, gpt-5 alone knows {@code minimal}, {@code xhigh} came with gpt-5.1-codex-max and
 * gpt-5.2, gpt-5-pro knows {@code high} alone.
 */
public final class Model {

    private static final Pattern O_SERIES = Pattern.compile("o[134](-.*)?");
    private static final Pattern OPENAI =
            Pattern.compile("(gpt-\\d|chatgpt-|ft:|codex-|computer-use-|gpt-audio|gpt-realtime).*");
    private static final Pattern GPT = Pattern.compile("gpt-(\\d+)(?:\\.(\\d+))?(-.*)?");

    private final String name;
    /** gpt-5.4 is 504; 0: not a numbered GPT. */
    private final int generation;

    /** A model by its name; what stands before the last slash is passed over. */
    public Model(String fullName) {
        String lower = fullName.toLowerCase(Locale.ROOT);
        this.name = lower.substring(lower.lastIndexOf('/') + 1);
        Matcher gpt = GPT.matcher(name);
        this.generation = gpt.matches()
                ? Integer.parseInt(gpt.group(1)) * 100 + (gpt.group(2) == null ? 0 : Integer.parseInt(gpt.group(2)))
                : 0;
    }

    /** Whether the name begins with a family's. */
    boolean is(String family) {
        return name.startsWith(family);
    }

    /** Whether it is o1, o3 or o4. */
    public boolean oSeries() {
        return O_SERIES.matcher(name).matches();
    }

    /** Whether the name is one that OpenAI gives; fine-tuned models begin with {@code ft:}. */
    boolean openaiNamed() {
        return generation > 0 || oSeries() || OPENAI.matcher(name).matches();
    }

    boolean gptOss() {
        return name.startsWith("gpt-oss");
    }

    /** OpenAI's own that think before they answer. {@code gpt-5-chat} does not. */
    public boolean reasons() {
        return oSeries() || generation >= 500 && !name.contains("-chat") || name.startsWith("codex-mini");
    }

    /** The efforts it takes, from least to most; empty: the field is refused. */
    public List<String> efforts() {
        if (name.startsWith("o1-mini") || name.startsWith("o1-preview")) {
            return List.of();
        }
        if (oSeries() || gptOss() || name.startsWith("codex-mini")) {
            return List.of("low", "medium", "high");
        }
        if (!reasons()) {
            return List.of();
        }
        if (name.contains("-pro")) {
            return generation < 502 ? List.of("high") : List.of("medium", "high", "xhigh");
        }
        if (generation < 501) {
            return name.contains("-codex") ? List.of("low", "medium", "high")
                    : List.of("minimal", "low", "medium", "high");
        }
        if (generation == 501) {
            return name.contains("-codex-max") ? List.of("none", "low", "medium", "high", "xhigh")
                    : List.of("none", "low", "medium", "high");
        }
        return List.of("none", "low", "medium", "high", "xhigh");
    }

    /**
     * Thinking beside function tools. From gpt-5.2 on OpenAI answers 400 in this format: "Function tools with
     * reasoning_effort are not supported … in /v1/chat/completions".
     */
    boolean thinkingExcludesTools() {
        return generation >= 502;
    }

    /**
     * From gpt-5.5 on it refuses tools unless {@code none} is said, for these think by default; up to gpt-5.4 it refuses
     * the field itself.
     */
    boolean toolsNeedEffortNone() {
        return generation >= 505;
    }
}
