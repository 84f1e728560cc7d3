package io.github.llmgateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request to a chat model. Immutable; lists are never null, scalars are null where the client did not say.
 *
 * @param model          the name as asked for; a writer is told the deployment's own
 * @param system         the blocks before the first message
 * @param messages       the conversation in order; a {@link Role#SYSTEM} message may stand in the middle
 * @param tools          the tools offered
 * @param toolChoice     null: not said
 * @param parallelTools  whether several tools may be called at once; null: not said
 * @param maxTokens      bound of the answer in tokens; null: not said
 * @param sampling       never null
 * @param stopSequences  where to stop
 * @param reasoning      null: not said
 * @param outputFormat   null: free text
 * @param stream         whether events are wanted
 * @param includeUsage   whether a stream shall report usage where the dialect makes this optional
 * @param metadata       who asks, as opaque text for abuse detection; null: not said
 * @param serviceTier    null: not said
 * @param extras         top-level fields that only the reader's dialect knows, by name in the order of the body (a
 *                       refusal names the first, always the same): a writer of another dialect
 *                       reports each as a {@link Loss}
 */
public record ChatRequest(
        String model,
        List<ContentBlock> system,
        List<Message> messages,
        List<Tool> tools,
        ToolChoice toolChoice,
        Boolean parallelTools,
        Integer maxTokens,
        Sampling sampling,
        List<String> stopSequences,
        Reasoning reasoning,
        OutputFormat outputFormat,
        boolean stream,
        boolean includeUsage,
        String metadata,
        String serviceTier,
        Map<String, JsonNode> extras) {

    /** Whose turn a message is. */
    public enum Role { SYSTEM, USER, ASSISTANT }

    /** One message: its author and content. Tool results are blocks of a user message, as in Anthropic's format. */
    public record Message(Role role, List<ContentBlock> content) {
        public Message {
            content = List.copyOf(content);
        }
    }

    /**
     * A tool that the client runs, or (with {@code type} other than {@code function}) one that the provider runs.
     *
     * @param type         {@code function}, or a provider's own type such as {@code web_search_20250305}
     * @param name         its name
     * @param description  null: none
     * @param inputSchema  JSON Schema of the input; null for provider tools
     * @param strict       whether the input must match the schema; null: not said
     * @param cacheControl the cache mark on it, opaque; null: none
     * @param raw          the whole definition where {@code type} is a provider's own, or where it says more than
     *                     the fields here have room for ({@code defer_loading}, {@code input_examples}); else null
     */
    public record Tool(String type, String name, String description, JsonNode inputSchema, Boolean strict,
            JsonNode cacheControl, JsonNode raw) {

        /** Whether the client runs it. */
        public boolean isFunction() {
            return "function".equals(type);
        }

        /**
         * Whether a request means the same without it, for a provider that does not have it: what OpenAI's clients
         * offer unasked with every request (Codex: {@code web_search}, {@code image_generation}, {@code tool_search}),
         * and a model uses if it likes. Anthropic's tools of like names carry a date and are asked for on purpose.
         */
        public boolean dispensable() {
            return switch (type) {
                case "web_search", "web_search_preview", "web_search_2025_08_26", "web_search_preview_2025_03_11",
                        "image_generation", "tool_search" -> true;
                default -> false;
            };
        }
    }

    /** Whether and which tool the model must call. {@code name} is set for {@link Mode#TOOL} alone. */
    public record ToolChoice(Mode mode, String name) {

        /** The choices all providers know. */
        public enum Mode { AUTO, NONE, REQUIRED, TOOL }
    }

    /** How the next token is drawn; each null: not said. */
    public record Sampling(Double temperature, Double topP, Integer topK, Double frequencyPenalty,
            Double presencePenalty, Long seed, JsonNode logitBias, Boolean logprobs, Integer topLogprobs, Integer n) {

        /** Nothing said. */
        public static final Sampling UNSAID =
                new Sampling(null, null, null, null, null, null, null, null, null, null);

        Sampling orElse(Sampling other) {
            return new Sampling(or(temperature, other.temperature), or(topP, other.topP), or(topK, other.topK),
                    or(frequencyPenalty, other.frequencyPenalty), or(presencePenalty, other.presencePenalty),
                    or(seed, other.seed), or(logitBias, other.logitBias), or(logprobs, other.logprobs),
                    or(topLogprobs, other.topLogprobs), or(n, other.n));
        }
    }

    /**
     * How much the model shall think before it answers.
     *
     * @param mode         what the client asked for; null: only an effort was given
     * @param budgetTokens for {@link Mode#ENABLED}; null: not said
     * @param effort       {@code none, minimal, low, medium, high, xhigh, max}; null: not said
     * @param display      Anthropic's {@code thinking.display}; null: not said
     */
    public record Reasoning(Mode mode, Integer budgetTokens, String effort, String display) {

        /** The modes of Anthropic's {@code thinking.type}. */
        public enum Mode { DISABLED, ENABLED, ADAPTIVE }

        /** The other's amount where this one only says what is shown of it. */
        Reasoning orElse(Reasoning other) {
            return other == null || mode != null || budgetTokens != null || effort != null ? this
                    : new Reasoning(other.mode, other.budgetTokens, other.effort, or(display, other.display));
        }
    }

    /**
     * The form the answer must have.
     *
     * @param schema null: any JSON object
     * @param name   of the schema; null: none
     * @param strict null: not said
     */
    public record OutputFormat(JsonNode schema, String name, String description, Boolean strict) {
    }

    public ChatRequest {
        system = List.copyOf(system);
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        stopSequences = List.copyOf(stopSequences);
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /**
     * The same as it was asked for: some APIs name the model, and whether events are wanted, outside the body. Those
     * always report usage.
     */
    public ChatRequest asked(String name, boolean events) {
        if (name.equals(model) && events == stream) {
            return this;
        }
        return new ChatRequest(name, system, messages, tools, toolChoice, parallelTools, maxTokens, sampling,
                stopSequences, reasoning, outputFormat, events, events && (includeUsage || !stream), metadata,
                serviceTier, extras);
    }

    /**
     * The same with another's parameters where this one says nothing; the conversation and who answers are this one's.
     * The other's extras are copied, so that it may serve many.
     */
    public ChatRequest orElse(ChatRequest other) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        other.extras.forEach((name, value) -> all.put(name, value.deepCopy()));
        all.putAll(extras);
        return new ChatRequest(model, system, messages, tools.isEmpty() ? other.tools : tools,
                or(toolChoice, other.toolChoice), or(parallelTools, other.parallelTools), or(maxTokens, other.maxTokens),
                sampling.orElse(other.sampling), stopSequences.isEmpty() ? other.stopSequences : stopSequences,
                reasoning == null ? other.reasoning : reasoning.orElse(other.reasoning),
                or(outputFormat, other.outputFormat), stream, includeUsage,
                or(metadata, other.metadata), or(serviceTier, other.serviceTier), all);
    }

    private static <T> T or(T said, T other) {
        return said != null ? said : other;
    }

    /** Never shows the conversation. */
    @Override
    public String toString() {
        return "ChatRequest[" + model + ", " + messages.size() + " messages, " + tools.size() + " tools]";
    }
}
