package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Signature;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import java.util.List;

/**
 * How much a request lets Claude think, and the bound of tokens that goes with it: {@code thinking},
 * {@code output_config.effort} and {@code max_tokens}.
 *
 * <p>What a client said in Anthropic's terms is said again, but that a budget becomes adaptive thinking for models that
 * take no budget any more, and the other way round for those that only take one. An effort alone (OpenAI's {@code reasoning_effort}) becomes adaptive
 * thinking with that effort, or for models up to 4.5 a budget: 1,024 tokens for {@code minimal} and {@code low}, 2,048
 * for {@code medium}, 4,096 for {@code high} (LiteLLM's figures), 8,192 for {@code xhigh}, 16,384 for {@code max}.
 *
 * <p>Within a budget the API refuses a forced tool, and a tool loop whose first answer came without its thinking, which is
 * how OpenAI's clients send it back ({@link ToolLoop}). Then thinking is dropped, as it is where {@code max_tokens} leaves no room.
 */
final class Thought {

    /** The least budget the API takes. */
    private static final int LEAST = 1024;
    /** The bound of an answer where neither client nor configuration gives one: every Claude model allows it. */
    private static final int DEFAULT_MAX_TOKENS = 4096;

    private final ChatRequest request;
    private final Generation generation;
    private final int limit;
    private final List<Loss> losses;

    /** Null: not said. */
    ObjectNode thinking;
    /** Null: not said. */
    String effort;
    /** Always set, as Anthropic demands it. */
    int maxTokens;

    Thought(ChatRequest request, Target target, Generation generation, List<Loss> losses) {
        this.request = request;
        this.generation = generation;
        this.limit = target.maxOutputTokens();
        this.losses = losses;
        this.maxTokens = request.maxTokens() != null ? request.maxTokens() : limit > 0 ? limit : DEFAULT_MAX_TOKENS;
        Reasoning reasoning = request.reasoning();
        if (reasoning != null && reasoning.mode() != null) {
            asSaid(reasoning);
        } else if (reasoning != null && reasoning.effort() != null) {
            byEffort(reasoning.effort());
        }
    }

    /** Whether thinking was turned on. */
    boolean on() {
        return thinking != null && !thinking.path("type").asText().equals("disabled");
    }

    private void asSaid(Reasoning reasoning) {
        effort = "none".equals(reasoning.effort()) ? null : reasoning.effort();
        switch (reasoning.mode()) {
            case DISABLED -> thinking = Json.object().put("type", "disabled");
            case ADAPTIVE -> adaptive();
            case ENABLED -> enabled(reasoning.budgetTokens() == null ? LEAST : reasoning.budgetTokens());
            default -> throw new IllegalStateException("unknown mode");
        }
        if (reasoning.display() != null && thinking != null) {
            thinking.put("display", reasoning.display());
        }
    }

    private void adaptive() {
        if (generation == Generation.BUDGET) {
            budgetUnlessRefused(budgetOf(effort == null ? "medium" : effort));
            effort = null;
        } else {
            thinking = Json.object().put("type", "adaptive");
        }
    }

    private void enabled(int budget) {
        if (generation.refusesBudget()) {
            thinking = Json.object().put("type", "adaptive");
            losses.add(new Loss("thinking.budget_tokens", true, "this model chooses itself how much it thinks"));
        } else {
            budgetUnlessRefused(budget);
        }
    }

    private void byEffort(String asked) {
        if (asked.equals("none")) {
            if (generation.thinksUnasked()) {
                thinking = Json.object().put("type", "disabled");
            }
        } else if (generation == Generation.BUDGET) {
            budgetUnlessRefused(budgetOf(asked));
        } else {
            thinking = Json.object().put("type", "adaptive");
            if (request.reasoning().display() != null) {
                thinking.put("display", request.reasoning().display());
            }
            effort = effortOf(asked);
        }
    }

    private void budgetUnlessRefused(int wanted) {
        if (forcesTool()) {
            lose("Claude does not think when a tool is forced");
        } else if (inLoopWithoutThinking()) {
            lose("Claude does not think in a tool loop whose earlier thinking is missing");
        } else {
            budget(wanted);
        }
    }

    private void budget(int wanted) {
        int budget = Math.max(wanted, LEAST);
        if (request.maxTokens() == null && limit <= 0) {
            maxTokens = DEFAULT_MAX_TOKENS + budget;
        }
        budget = Math.min(budget, maxTokens - 1);
        if (budget < LEAST) {
            lose("max_tokens leaves no room for the 1024 tokens that Claude thinks at least");
            return;
        }
        thinking = Json.object().put("type", "enabled").put("budget_tokens", budget);
    }

    private static int budgetOf(String effort) {
        return switch (effort) {
            case "medium" -> 2048;
            case "high" -> 4096;
            case "xhigh" -> 8192;
            case "max" -> 16384;
            default -> LEAST;
        };
    }

    private String effortOf(String asked) {
        if (asked.equals("minimal")) {
            return "low";
        }
        if (asked.equals("default")) {
            // Groq's word for thinking as the model likes.
            return null;
        }
        if (asked.equals("xhigh") && generation == Generation.ADAPTIVE) {
            lose("this model's effort has no level xhigh; high is taken");
            return "high";
        }
        return asked;
    }

    private boolean forcesTool() {
        return request.toolChoice() != null && (request.toolChoice().mode() == ToolChoice.Mode.REQUIRED
                || request.toolChoice().mode() == ToolChoice.Mode.TOOL);
    }

    private boolean inLoopWithoutThinking() {
        ToolLoop loop = new ToolLoop();
        for (Message message : request.messages()) {
            if (message.role() == Role.USER) {
                loop.user(message.content().stream().anyMatch(ContentBlock.ToolResult.class::isInstance));
            } else if (message.role() == Role.ASSISTANT) {
                message.content().stream().filter(Thought::isSent).findFirst()
                        .ifPresent(first -> loop.assistant(isThought(first)));
            }
        }
        return loop.refusesThinking();
    }

    private static boolean isThought(ContentBlock block) {
        return block instanceof ContentBlock.Thinking || block instanceof ContentBlock.RedactedThinking;
    }

    /** Not what {@link BlockWriter} leaves out: another maker's thoughts, and texts of blanks. */
    private static boolean isSent(ContentBlock block) {
        if (block instanceof ContentBlock.RedactedThinking redacted) {
            return !Signature.isForeign(redacted.data());
        }
        if (block instanceof ContentBlock.Thinking thought) {
            return thought.signature() != null && !Signature.isForeign(thought.signature());
        }
        return !(block instanceof ContentBlock.Text text && text.text().isBlank());
    }

    private void lose(String reason) {
        String field = request.reasoning().mode() == null ? "reasoning_effort" : "thinking";
        losses.add(new Loss(field, true, reason));
    }
}
