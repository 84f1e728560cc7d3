package io.github.llmgateway.simulator;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a model's name and its deployment's settings ask of the simulator. The name is a list of words between
 * {@code - : + _ /}; words that name no behaviour are just part of the name.
 *
 * @param name     the model's name, without the provider's
 * @param traits   what the answer shall be like
 * @param fault    how it fails; null: not at all
 * @param everyNth which calls fail: each that this divides
 * @param settings pace and wording
 */
record Behaviour(String name, Set<Trait> traits, Fault fault, int everyNth, Settings settings) {

    /** What an answer can be like. */
    enum Trait { THINKING, TOOL, PARALLEL_TOOLS, REFUSAL, MAX_TOKENS, SLOW, LONG, EMPTY }

    private static final int SLOW_MILLIS = 2000;

    Behaviour {
        traits = Set.copyOf(traits);
    }

    /** Reads a name; a fault that nobody knows is refused, lest a typo look like success. */
    static Behaviour of(String name, Settings settings) throws Failure {
        String[] words = name.toLowerCase(Locale.ROOT).split("[-:+_/]+");
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        Fault fault = null;
        int everyNth = 1;
        for (int i = 0; i < words.length; i++) {
            String next = i + 1 < words.length ? words[i + 1] : "";
            switch (words[i]) {
                case "thinking" -> traits.add(Trait.THINKING);
                case "tool", "tools" -> traits.add(Trait.TOOL);
                case "refusal" -> traits.add(Trait.REFUSAL);
                case "slow" -> traits.add(Trait.SLOW);
                case "long" -> traits.add(Trait.LONG);
                case "empty" -> traits.add(Trait.EMPTY);
                case "parallel" -> {
                    if (next.equals("tools")) {
                        traits.add(Trait.PARALLEL_TOOLS);
                    }
                }
                case "max" -> {
                    if (next.equals("tokens")) {
                        traits.add(Trait.MAX_TOKENS);
                    }
                }
                case "error" -> fault = known(Fault.named(next), name);
                case "flaky" -> everyNth = every(next, name);
                default -> { }
            }
        }
        if (everyNth > 1 && fault == null) {
            fault = Fault.named("500");
        }
        return new Behaviour(name, traits, fault, everyNth, settings);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** ms before the answer begins. */
    int delayMillis() {
        return settings.delayMillis() == null ? (is(Trait.SLOW) ? SLOW_MILLIS : 0) : settings.delayMillis();
    }

    private static Fault known(Fault fault, String name) throws Failure {
        if (fault == null) {
            throw unknown(name, "error- must be followed by a status from 400 to 599, context, content, midstream or "
                    + "first-event");
        }
        return fault;
    }

    private static int every(String number, String name) throws Failure {
        if (!number.matches("[1-9][0-9]{0,8}") || number.equals("1")) {
            throw unknown(name, "flaky- must be followed by a number from 2: every so many calls one fails");
        }
        return Integer.parseInt(number);
    }

    private static Failure unknown(String name, String why) {
        return Failure.of(FailureKind.NOT_FOUND, "The simulator has no model " + name + ": " + why + ".")
                .withParam("model");
    }
}
