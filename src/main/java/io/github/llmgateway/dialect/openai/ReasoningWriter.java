package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Reasoning.Mode;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import java.util.List;

/**
 * Asks for thinking in the words of the server. A wish that a model cannot have never changes what an answer means, so
 * what is lost here is harmless.
 */
public final class ReasoningWriter {

    private static final List<String> ALL = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final Server server;
    private final ObjectNode body;
    private final List<Loss> losses;

    ReasoningWriter(Server server, ObjectNode body, List<Loss> losses) {
        this.server = server;
        this.body = body;
        this.losses = losses;
    }

    /** Null {@code reasoning}: the client said nothing. */
    void write(Reasoning reasoning, boolean tools) {
        if (tools && server.openaiReasoning() && server.model().thinkingExcludesTools()) {
            if (server.model().toolsNeedEffortNone()) {
                body.put("reasoning_effort", "none");
            }
            if (reasoning != null && !off(reasoning)) {
                lose("this model takes no tools while it thinks, in Chat Completions");
            }
            return;
        }
        if (reasoning == null) {
            return;
        }
        if (server.is("openrouter")) {
            openRouter(reasoning);
        } else if (server.is("deepseek") || server.is("moonshot") || server.is("zai") || server.is("zhipu")) {
            thinkingSwitch(reasoning);
        } else if (server.is("mistral")) {
            mistral(reasoning);
        } else if (server.is("xai") && server.model().is("grok-3-mini")) {
            effort(reasoning, List.of("low", "high"));
        } else if (server.is("groq")) {
            groq(reasoning);
        } else if (server.is("cerebras") && server.model().is("zai-glm")) {
            thinksUnlessOff(reasoning);
        } else {
            effort(reasoning, server.model().efforts());
        }
    }

    /** The effort asked for; null where the client left it to the model. */
    public static String wanted(Reasoning reasoning) {
        if (off(reasoning)) {
            return "none";
        }
        if (reasoning.effort() != null) {
            return reasoning.effort();
        }
        if (reasoning.budgetTokens() != null) {
            return effort(reasoning.budgetTokens());
        }
        // Thinking was asked for, and newer models do none unless told: medium is what the older ones do by default.
        return reasoning.mode() == null ? null : "medium";
    }

    /** A budget as an effort: LiteLLM's thresholds, but for the least, since Anthropic's smallest budget is 1,024. */
    static String effort(int budgetTokens) {
        return budgetTokens >= 10_000 ? "high" : budgetTokens >= 5_000 ? "medium" : "low";
    }

    private static boolean off(Reasoning reasoning) {
        return reasoning.mode() == Mode.DISABLED || reasoning.mode() == null && "none".equals(reasoning.effort());
    }

    private void effort(Reasoning reasoning, List<String> taken) {
        String wanted = wanted(reasoning);
        if (wanted == null) {
            return;
        }
        if (taken.isEmpty()) {
            if (!off(reasoning)) {
                lose("this model is not known to take an effort");
            }
            return;
        }
        String given = nearest(wanted, taken);
        body.put("reasoning_effort", given);
        if (!given.equals(wanted)) {
            lose("this model does not take '" + wanted + "'; '" + given + "' was sent");
        }
    }

    /** The most that is not above what is wanted, else the least there is; an unknown word goes as it is. */
    public static String nearest(String wanted, List<String> taken) {
        int rank = ALL.indexOf(wanted);
        if (rank < 0) {
            return wanted;
        }
        String best = taken.get(0);
        for (String value : taken) {
            if (ALL.indexOf(value) <= rank) {
                best = value;
            }
        }
        return best;
    }

    /** openrouter.ai/docs, Reasoning Tokens: one object for all models; those that do not think pass over it. */
    private void openRouter(Reasoning reasoning) {
        ObjectNode object = Json.object();
        if (off(reasoning)) {
            object.put("enabled", false);
        } else if (reasoning.effort() != null) {
            object.put("effort", reasoning.effort());
        } else if (reasoning.budgetTokens() != null) {
            object.put("max_tokens", reasoning.budgetTokens());
        } else if (reasoning.mode() != null) {
            object.put("enabled", true);
        }
        if ("omitted".equals(reasoning.display())) {
            object.put("exclude", true);
        }
        if (!object.isEmpty()) {
            body.set("reasoning", object);
        }
    }

    /** DeepSeek, Moonshot and Z.ai switch thinking on and off; DeepSeek alone knows an effort, high or max. */
    private void thinkingSwitch(Reasoning reasoning) {
        if (reasoning.mode() != null || off(reasoning)) {
            body.set("thinking", Json.object().put("type", off(reasoning) ? "disabled" : "enabled"));
        }
        if (off(reasoning) || reasoning.effort() == null && reasoning.budgetTokens() == null) {
            return;
        }
        if (server.is("deepseek")) {
            String wanted = wanted(reasoning);
            body.put("reasoning_effort", wanted.equals("xhigh") ? "max" : wanted);
        } else {
            lose("this provider knows no effort");
        }
    }

    /**
     * console.groq.com/docs/reasoning: unless told to part them, Groq leaves a model's thoughts in its text; Qwen knows
     * on and off alone.
     */
    private void groq(Reasoning reasoning) {
        boolean qwen = server.model().is("qwen3");
        if ((qwen || server.model().gptOss()) && !off(reasoning)) {
            body.put("reasoning_format", "parsed");
        }
        if (qwen) {
            thinksUnlessOff(reasoning);
        } else {
            effort(reasoning, server.model().efforts());
        }
    }

    private void thinksUnlessOff(Reasoning reasoning) {
        if (off(reasoning)) {
            body.put("reasoning_effort", "none");
        } else if (reasoning.effort() != null || reasoning.budgetTokens() != null) {
            lose("this model knows no effort, it thinks or it does not");
        }
    }

    /** docs.mistral.ai, Reasoning: small and medium take {@code none} and {@code high}; Magistral always thinks. */
    private void mistral(Reasoning reasoning) {
        if (server.model().is("mistral-small") || server.model().is("mistral-medium")) {
            if (off(reasoning) || wanted(reasoning) != null) {
                body.put("reasoning_effort", off(reasoning) ? "none" : "high");
            }
        } else if (!off(reasoning)) {
            lose("this model takes no effort");
        }
    }

    private void lose(String why) {
        losses.add(new Loss("reasoning_effort", true, why));
    }
}
