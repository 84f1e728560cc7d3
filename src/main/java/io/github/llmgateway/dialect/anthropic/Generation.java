package io.github.llmgateway.dialect.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Claude model takes, by the version in its name (docs.claude.com, "Extended thinking", "Adaptive thinking",
 * "Effort", "Migration guide"). A name without a version is taken to think as the new ones do, as Claude Code takes
 * it.
 */
enum Generation {

    /** Up to 4.5: thinks within a given budget. */
    BUDGET,
    /** 4.6: chooses how much it thinks, by effort up to {@code max}. */
    ADAPTIVE,
    /** 4.7 and later 4.x: effort {@code xhigh} too; sampling parameters are refused. */
    UNSAMPLED,
    /** 5 and later: the same, and it thinks unless told not to. */
    THINKING,
    /** A name that does not say; nothing is taken away from what is sent to it. */
    UNKNOWN;

    private static final Pattern OLD = Pattern.compile("claude-(instant|[123]([-.]|$))");
    private static final Pattern FAMILY = Pattern.compile("claude-[a-z]+-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

    /** Whether {@code thinking.budget_tokens} is refused. */
    boolean refusesBudget() {
        return this == UNSAMPLED || this == THINKING;
    }

    /** Whether temperature, top_p and top_k are refused. */
    boolean refusesSampling() {
        return this == UNSAMPLED || this == THINKING;
    }

    /** Whether it thinks unless told not to, or may. */
    boolean thinksUnasked() {
        return this == THINKING || this == UNKNOWN;
    }

    /** By the model's name, with whatever a cloud puts around it. */
    static Generation of(String model) {
        if (OLD.matcher(model).find()) {
            return BUDGET;
        }
        Matcher family = FAMILY.matcher(model);
        if (!family.find()) {
            return UNKNOWN;
        }
        int major = Integer.parseInt(family.group(1));
        int minor = family.group(2) == null ? 0 : Integer.parseInt(family.group(2));
        if (major != 4) {
            return major < 4 ? BUDGET : THINKING;
        }
        return minor < 6 ? BUDGET : minor == 6 ? ADAPTIVE : UNSAMPLED;
    }
}
