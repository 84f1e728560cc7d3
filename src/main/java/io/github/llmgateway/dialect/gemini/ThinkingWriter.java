package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Reasoning.Mode;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Locale;

/**
 * Asks for thinking: by level from Gemini 3 on, by budget before. The budgets of an effort are those of Google's own
 * OpenAI-compatible endpoint (ai.google.dev/gemini-api/docs/openai, "Thinking"). What is lost here never changes what
 * an answer means.
 */
final class ThinkingWriter {

    private static final List<String> ALL = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final Model model;
    private final List<Loss> losses;

    ThinkingWriter(Model model, List<Loss> losses) {
        this.model = model;
        this.losses = losses;
    }

    /** Puts {@code thinkingConfig} into the configuration; null {@code reasoning}: the client said nothing. */
    void write(Reasoning reasoning, ObjectNode config) {
        if (reasoning == null) {
            return;
        }
        boolean off = reasoning.mode() == Mode.DISABLED
                || reasoning.mode() == null && "none".equals(reasoning.effort());
        ObjectNode thinking = Json.object();
        if (!model.levels().isEmpty()) {
            level(reasoning, off, thinking);
        } else if (model.budgets()) {
            budget(reasoning, off, thinking);
        } else {
            if (!off) {
                lose("this model is not known to think");
            }
            return;
        }
        if (!off && !"omitted".equals(reasoning.display())) {
            thinking.put("includeThoughts", true);
        }
        if (!thinking.isEmpty()) {
            config.set("thinkingConfig", thinking);
        }
    }

    private void level(Reasoning reasoning, boolean off, ObjectNode thinking) {
        String wanted = reasoning.effort();
        if (off) {
            wanted = "none";
        } else if (wanted == null && reasoning.budgetTokens() != null) {
            int budget = reasoning.budgetTokens();
            wanted = budget >= 10_000 ? "high" : budget >= 5_000 ? "medium" : "low";
        }
        if (wanted == null) {
            return;
        }
        String given = model.levels().get(0);
        for (String level : model.levels()) {
            given = ALL.indexOf(level) <= ALL.indexOf(wanted) ? level : given;
        }
        thinking.put("thinkingLevel", given.toUpperCase(Locale.ROOT));
        boolean most = given.equals("high") && ALL.indexOf(wanted) > ALL.indexOf(given);
        if (!given.equals(wanted) && !most) {
            lose("this model does not take '" + wanted + "'; '" + given + "' was sent");
        }
    }

    private void budget(Reasoning reasoning, boolean off, ObjectNode thinking) {
        if (off) {
            thinking.put("thinkingBudget", model.canRest() ? 0 : model.leastBudget());
            if (!model.canRest()) {
                lose("this model always thinks; the least budget was sent");
            }
            return;
        }
        Integer wanted = reasoning.budgetTokens() != null ? reasoning.budgetTokens()
                : reasoning.effort() != null ? budget(reasoning.effort()) : null;
        if (wanted != null) {
            thinking.put("thinkingBudget", Math.max(model.leastBudget(), Math.min(wanted, model.mostBudget())));
        } else if (reasoning.mode() != null) {
            thinking.put("thinkingBudget", -1);
        }
    }

    private int budget(String effort) {
        return switch (effort) {
            case "none", "minimal", "low" -> 1_024;
            case "medium" -> 8_192;
            case "high" -> 24_576;
            default -> model.mostBudget();
        };
    }

    private void lose(String why) {
        losses.add(new Loss("reasoning_effort", true, why));
    }
}
