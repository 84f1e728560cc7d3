package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import java.util.List;
import java.util.Map;

/**
 * Writes how a model is to think and to draw: {@code inferenceConfig}, which all models share, and the fields of its
 * own that its maker gave each ({@link ModelFields}). What Claude takes, Anthropic's dialect knows best and says.
 */
final class ParameterWriter {

    private final ChatRequest request;
    private final Target target;
    private final Family family;
    private final Losses losses;

    /** {@code inferenceConfig}. */
    final ObjectNode inference = Json.object();
    /** {@code additionalModelRequestFields}. */
    final ObjectNode own = Json.object();

    ParameterWriter(ChatRequest request, Target target, Losses losses) {
        this.request = request;
        this.target = target;
        this.family = Family.of(target.base());
        this.losses = losses;
    }

    void write() {
        if (family == Family.CLAUDE) {
            claude();
        } else {
            maxTokens();
            drawn(request.sampling());
            if (!request.stopSequences().isEmpty()) {
                request.stopSequences().forEach(inference.withArray("stopSequences")::add);
            }
            if (request.reasoning() != null) {
                reasoning(request.reasoning());
            }
        }
        if (Boolean.FALSE.equals(request.parallelTools()) && !request.tools().isEmpty()) {
            oneToolAtATime();
        }
    }

    private void claude() {
        Written written = new AnthropicDialect().parameters(request, target);
        ObjectNode said = written.body();
        if (request.maxTokens() != null) {
            inference.set("maxTokens", said.get("max_tokens"));
        }
        Map.of("temperature", "temperature", "top_p", "topP", "stop_sequences", "stopSequences").forEach((from, to) -> {
            if (said.has(from)) {
                inference.set(to, said.get(from));
            }
        });
        for (String field : List.of("top_k", "thinking", "output_config")) {
            if (said.has(field)) {
                own.set(field, said.get(field));
            }
        }
        written.losses().forEach(losses::add);
    }

    /** Claude Code asks for 32,000 tokens whatever the model; a bound above the model's is refused. */
    private void maxTokens() {
        Integer tokens = request.maxTokens();
        if (tokens != null && target.maxOutputTokens() > 0 && tokens > target.maxOutputTokens()) {
            losses.harmless("max_tokens", "the model's limit is " + target.maxOutputTokens());
            tokens = target.maxOutputTokens();
        }
        if (tokens != null) {
            inference.put("maxTokens", tokens);
        }
    }

    private void drawn(Sampling sampling) {
        Double temperature = sampling.temperature();
        if (temperature != null) {
            if (temperature > 1) {
                losses.harmless("temperature", "Converse's highest is 1");
            }
            inference.put("temperature", Math.min(temperature, 1));
        }
        if (sampling.topP() != null) {
            inference.put("topP", sampling.topP());
        }
        if (sampling.topK() != null) {
            switch (family) {
                case NOVA -> own.putObject("inferenceConfig").put("topK", sampling.topK());
                case UNKNOWN -> own.put("top_k", sampling.topK());
                default -> losses.harmless("top_k", "this model draws without it");
            }
        }
        String none = "Converse has no such parameter";
        if (!isZero(sampling.frequencyPenalty())) {
            losses.harmless("frequency_penalty", none);
        }
        if (!isZero(sampling.presencePenalty())) {
            losses.harmless("presence_penalty", none);
        }
        if (sampling.seed() != null) {
            losses.harmless("seed", none);
        }
        if (sampling.logitBias() != null && !sampling.logitBias().isEmpty()) {
            losses.meant("logit_bias", none);
        }
        if (Boolean.TRUE.equals(sampling.logprobs())) {
            losses.meant("logprobs", "Converse does not report probabilities");
        }
        if (sampling.n() != null && sampling.n() > 1) {
            losses.meant("n", "Converse gives one answer a request");
        }
    }

    private static boolean isZero(Double value) {
        return value == null || value == 0;
    }

    private void reasoning(Reasoning reasoning) {
        boolean off = reasoning.mode() == Reasoning.Mode.DISABLED || "none".equals(reasoning.effort());
        String effort = effort(reasoning);
        switch (family) {
            case OPENAI -> own.put("reasoning_effort", off ? "low" : effort);
            case QWEN -> {
                if (!off) {
                    own.put("reasoning_config", effort);
                }
            }
            case NOVA -> nova(off, effort);
            case UNKNOWN -> {
                if (reasoning.budgetTokens() != null && !off) {
                    own.putObject("thinking").put("type", "enabled").put("budget_tokens", reasoning.budgetTokens());
                } else if (!off) {
                    loseReasoning();
                }
            }
            default -> {
                if (!off) {
                    loseReasoning();
                }
            }
        }
    }

    /** Amazon Nova 2 User Guide, "Use reasoning": at the highest effort the bounds below are the model's own. */
    private void nova(boolean off, String effort) {
        if (!target.base().contains("nova-2")) {
            if (!off) {
                loseReasoning();
            }
            return;
        }
        if (off) {
            own.putObject("reasoningConfig").put("type", "disabled");
            return;
        }
        own.putObject("reasoningConfig").put("type", "enabled").put("maxReasoningEffort", effort);
        if (effort.equals("high")) {
            for (String field : List.of("temperature", "topP", "maxTokens")) {
                if (inference.remove(field) != null) {
                    losses.harmless(field, "this model chooses it itself when it thinks most");
                }
            }
        }
    }

    /** Low, medium or high: from the effort, or from a budget by LiteLLM's thresholds. */
    private static String effort(Reasoning reasoning) {
        if (reasoning.effort() != null) {
            return switch (reasoning.effort()) {
                case "none", "minimal", "low" -> "low";
                case "high", "xhigh", "max" -> "high";
                default -> "medium";
            };
        }
        Integer budget = reasoning.budgetTokens();
        return budget == null ? "medium" : budget >= 10_000 ? "high" : budget >= 5_000 ? "medium" : "low";
    }

    private void loseReasoning() {
        losses.harmless("reasoning_effort", "this model is not known to take an effort");
    }

    /** Converse has no word for it, Claude has, beside the choice that it repeats. */
    private void oneToolAtATime() {
        if (family != Family.CLAUDE) {
            losses.meant("parallel_tool_calls", "Converse cannot hold this model to one tool at a time");
            return;
        }
        ChatRequest.ToolChoice choice = request.toolChoice();
        ObjectNode written = own.putObject("tool_choice").put("type", choice == null ? "auto" : switch (choice.mode()) {
            case REQUIRED -> "any";
            case TOOL -> "tool";
            default -> "auto";
        });
        if (choice != null && choice.mode() == ChatRequest.ToolChoice.Mode.TOOL) {
            written.put("name", Identifier.of(choice.name()));
        }
        written.put("disable_parallel_tool_use", true);
    }
}
