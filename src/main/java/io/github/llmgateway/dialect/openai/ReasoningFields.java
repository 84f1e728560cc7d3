package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Reasoning.Mode;
import io.github.llmgateway.chat.Failure;

/**
 * The ways to ask for thinking that clients of this format use: OpenAI's {@code reasoning_effort}, OpenRouter's
 * {@code reasoning} (openrouter.ai/docs, Reasoning Tokens), and Anthropic's {@code thinking} as LiteLLM, DeepSeek and
 * Z.ai take it. Said twice, the more exact one holds.
 */
final class ReasoningFields {

    private ReasoningFields() {
    }

    /** Null where nothing is said. */
    static Reasoning read(JsonNode body) throws Failure {
        Mode mode = null;
        Integer budget = null;
        String effort = null;
        String display = null;
        JsonNode reasoning = Fields.object(body, "reasoning", "");
        if (reasoning != null) {
            effort = Fields.string(reasoning, "effort", "reasoning");
            budget = Fields.integer(reasoning, "max_tokens", "reasoning");
            Boolean enabled = Fields.bool(reasoning, "enabled", "reasoning");
            if (Boolean.TRUE.equals(Fields.bool(reasoning, "exclude", "reasoning"))) {
                display = "omitted";
            }
            if (enabled != null) {
                mode = enabled ? Mode.ENABLED : Mode.DISABLED;
            } else if (budget != null) {
                mode = Mode.ENABLED;
            }
        }
        JsonNode thinking = Fields.object(body, "thinking", "");
        if (thinking != null) {
            String type = Fields.demandString(thinking, "type", "thinking");
            mode = switch (type) {
                case "enabled" -> Mode.ENABLED;
                case "disabled" -> Mode.DISABLED;
                case "adaptive" -> Mode.ADAPTIVE;
                default -> throw Fields.invalid("thinking.type", "one of 'enabled', 'disabled' and 'adaptive'");
            };
            Integer tokens = Fields.integer(thinking, "budget_tokens", "thinking");
            budget = tokens != null ? tokens : budget;
            String shown = Fields.string(thinking, "display", "thinking");
            display = shown != null ? shown : display;
        }
        String top = Fields.string(body, "reasoning_effort", "");
        effort = top != null ? top : effort;
        return mode == null && budget == null && effort == null && display == null
                ? null
                : new Reasoning(mode, budget, effort, display);
    }
}
