package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.deep;
import static io.github.llmgateway.standin.Nodes.distinct;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.only;
import static io.github.llmgateway.standin.Nodes.optional;
import static io.github.llmgateway.standin.Nodes.type;
import static io.github.llmgateway.standin.Nodes.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What Anthropic's Messages API demands of a body, wherever the model is served. */
final class AnthropicDemands {

    private static final String MESSAGES = "docs.claude.com/en/api/messages";
    private static final String TOOLS = "docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use";
    private static final String THINKING = "docs.claude.com/en/docs/build-with-claude/extended-thinking";
    private static final String CACHING = "docs.claude.com/en/docs/build-with-claude/prompt-caching";
    private static final String VISION = "docs.claude.com/en/docs/build-with-claude/vision";
    private static final String OUTPUTS = "docs.claude.com/en/docs/build-with-claude/structured-outputs";
    private static final String EDITING = "docs.claude.com/en/docs/build-with-claude/context-editing";

    private static final Set<String> FIELDS = Set.of("messages", "max_tokens", "system", "tools", "tool_choice",
            "temperature", "top_p", "top_k", "stop_sequences", "thinking", "metadata", "service_tier", "output_config",
            "container", "context_management", "mcp_servers", "cache_control", "inference_geo", "speed");
    private static final Set<String> BLOCKS = Set.of("text", "image", "document", "search_result", "thinking",
            "redacted_thinking", "tool_use", "tool_result", "server_tool_use", "web_search_tool_result",
            "web_fetch_tool_result", "code_execution_tool_result", "bash_code_execution_tool_result",
            "text_editor_code_execution_tool_result", "tool_search_tool_result", "advisor_tool_result", "mcp_tool_use",
            "mcp_tool_result", "container_upload", "compaction", "fallback", "tool_addition", "tool_removal");
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    /** Keywords of JSON Schema that structured outputs do not take. */
    private static final Set<String> NO_GRAMMAR = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
            "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems", "patternProperties", "if", "not");

    private AnthropicDemands() {
    }

    /** All of them; {@code more} are the fields that only some servers take. */
    static List<Rule> with(Set<String> more) {
        Set<String> fields = Nodes.plus(FIELDS, more.toArray(String[]::new));
        List<Rule> rules = new ArrayList<>(List.of(
                new Rule("Extra inputs are not permitted", MESSAGES, q -> only(q.body(), fields)),
                new Rule("max_tokens: Field required", MESSAGES, q -> q.counting()
                        || q.at("max_tokens").isIntegralNumber() && q.at("max_tokens").asInt() > 0),
                new Rule("temperature: range 0..1", MESSAGES, q -> within(q.at("temperature"), 0, 1)),
                new Rule("top_p: range 0..1", MESSAGES, q -> within(q.at("top_p"), 0, 1)),
                new Rule("stop_sequences: each must contain non-whitespace", MESSAGES,
                        q -> each(q.at("stop_sequences")).noneMatch(stop -> stop.asText().isBlank())),
                new Rule("system: a string or text blocks", MESSAGES, q -> optional(q.at("system"), s -> s.isTextual()
                        || each(s).allMatch(block -> type(block).equals("text")))),
                new Rule("metadata.user_id: at most 512 characters", MESSAGES, q -> only(q.at("metadata"),
                        Set.of("user_id")) && q.at("metadata").path("user_id").asText().length() <= 512),
                new Rule("messages: at least one message is required", MESSAGES, q -> !q.at("messages").isEmpty()),
                new Rule("messages: unexpected role", MESSAGES, q -> each(q.at("messages"))
                        .allMatch(m -> Set.of("user", "assistant", "system").contains(m.path("role").asText()))),
                new Rule("messages: Extra inputs are not permitted", MESSAGES, q -> each(q.at("messages"))
                        .allMatch(m -> only(m, beta(q, "per-turn-control-") ? Set.of("role", "content", "output_config")
                                : Set.of("role", "content")))),
                new Rule("context_management: Extra inputs are not permitted", EDITING, q -> !q.body()
                        .has("context_management") || beta(q, "context-management-") || beta(q, "compact-")),
                new Rule("messages: all messages must have non-empty content", MESSAGES, q -> filled(q.at("messages"))),
                new Rule("content: unknown block type", MESSAGES,
                        q -> blocks(q).allMatch(block -> BLOCKS.contains(type(block)))),
                new Rule("text content blocks must be non-empty", MESSAGES, q -> Stream.concat(blocks(q),
                        each(q.at("system"))).noneMatch(b -> type(b).equals("text")
                                && b.path("text").asText().isBlank())),
                new Rule("final assistant content cannot end with trailing whitespace", MESSAGES,
                        q -> stripped(q.at("messages"))),
                new Rule("image: unsupported source or media type", VISION,
                        q -> inner(q).filter(b -> type(b).equals("image")).allMatch(AnthropicDemands::image)),
                new Rule("document: unsupported source or media type", MESSAGES,
                        q -> inner(q).filter(b -> type(b).equals("document")).allMatch(AnthropicDemands::document)),
                new Rule("A maximum of 4 blocks with cache_control may be provided", CACHING,
                        q -> deep(q.body()).filter(n -> n.path("cache_control").isObject()).count() <= 4),
                new Rule("cache_control: ephemeral with a ttl of 5m or 1h", CACHING, q -> deep(q.body())
                        .map(n -> n.path("cache_control")).filter(JsonNode::isObject).allMatch(c ->
                                only(c, Set.of("type", "ttl", "scope")) && type(c).equals("ephemeral")
                                        && Set.of("5m", "1h").contains(c.path("ttl").asText("5m")))),
                new Rule("cache_control: not on thinking", CACHING, q -> blocks(q).noneMatch(b -> b.has("cache_control")
                        && Set.of("thinking", "redacted_thinking").contains(type(b)))),
                new Rule("output_config.format: json_schema with a schema of closed objects", OUTPUTS,
                        q -> optional(q.at("output_config").path("format"), AnthropicDemands::output))));
        rules.addAll(tools());
        rules.addAll(thinking());
        return List.copyOf(rules);
    }

    private static List<Rule> tools() {
        return List.of(
                new Rule("tools: name pattern", TOOLS, q -> own(q)
                        .allMatch(t -> t.path("name").asText().matches("[a-zA-Z0-9_-]{1,128}"))),
                new Rule("tools: Tool names must be unique", TOOLS,
                        q -> distinct(each(q.at("tools")).map(t -> t.path("name").asText()))),
                new Rule("tools: input_schema.type must be object", TOOLS,
                        q -> own(q).allMatch(t -> type(t.path("input_schema")).equals("object"))),
                new Rule("tools: Extra inputs are not permitted", TOOLS,
                        q -> own(q).allMatch(t -> only(t, Set.of("type",
                        "name", "description", "input_schema", "cache_control", "strict", "defer_loading",
                        "allowed_callers", "input_examples", "eager_input_streaming")))),
                new Rule("tool_choice: may only be specified while providing tools", TOOLS,
                        q -> optional(q.at("tool_choice"), c -> !q.at("tools").isEmpty() || type(c).equals("none"))),
                new Rule("tool_choice: auto, any, none or a tool of the list", TOOLS, q -> optional(q.at("tool_choice"),
                        c -> Set.of("auto", "any", "none").contains(type(c)) || type(c).equals("tool") && each(
                                q.at("tools")).anyMatch(t -> t.path("name").equals(c.path("name"))))),
                new Rule("Requests which include tool_use or tool_result blocks must define tools", TOOLS,
                        q -> !q.at("tools").isEmpty() || blocks(q)
                                .noneMatch(b -> Set.of("tool_use", "tool_result").contains(type(b)))),
                new Rule("tool_use: only in messages of the assistant", MESSAGES, q -> each(q.at("messages"))
                        .filter(m -> !m.path("role").asText().equals("assistant")).flatMap(m -> each(m.path("content")))
                        .noneMatch(b -> Set.of("tool_use", "thinking", "redacted_thinking").contains(type(b)))),
                new Rule("tool_result: only in messages of the user", MESSAGES, q -> each(q.at("messages"))
                        .filter(m -> !m.path("role").asText().equals("user")).flatMap(m -> each(m.path("content")))
                        .noneMatch(b -> type(b).equals("tool_result"))),
                new Rule("tool_use ids must be unique", TOOLS, q -> distinct(calls(q).map(b -> b.path("id").asText()))),
                new Rule("tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'", MESSAGES,
                        q -> calls(q).allMatch(b -> b.path("id").asText().matches("[a-zA-Z0-9_-]+"))),
                new Rule("tool_use.name: 1 to 200 characters", MESSAGES,
                        q -> calls(q).allMatch(b -> b.path("name").asText().matches("[a-zA-Z0-9_-]{1,200}"))),
                new Rule("tool_use.input: Input should be a valid dictionary", MESSAGES,
                        q -> calls(q).allMatch(b -> b.path("input").isObject())),
                new Rule("tool_use ids were found without tool_result blocks immediately after", TOOLS,
                        q -> Turns.answered(q.at("messages"))),
                new Rule("unexpected tool_use_id found in tool_result blocks", TOOLS,
                        q -> Turns.called(q.at("messages"))),
                new Rule("tool_result blocks must come first in the message", TOOLS,
                        q -> each(q.at("messages")).allMatch(m -> Turns.resultsFirst(m.path("content")))),
                new Rule("tool_result: content is a string, or text, image, document or search result", TOOLS,
                        q -> blocks(q).filter(b -> type(b).equals("tool_result")).flatMap(b -> each(b.path("content")))
                                .allMatch(b -> Set.of("text", "image", "document", "search_result", "tool_reference")
                                        .contains(type(b)))));
    }

    private static List<Rule> thinking() {
        return List.of(
                new Rule("thinking: enabled, disabled or adaptive", THINKING, q -> optional(q.at("thinking"),
                        t -> Set.of("enabled", "disabled", "adaptive").contains(type(t)) && only(t, Set.of("type",
                                "budget_tokens", "display")))),
                new Rule("thinking.budget_tokens: 1024 at least", THINKING,
                        q -> !enabled(q) || q.at("thinking").path("budget_tokens").asInt() >= 1024),
                new Rule("max_tokens must be greater than thinking.budget_tokens", THINKING, q -> !enabled(q)
                        || q.counting() || beta(q, "interleaved-thinking-")
                        || q.at("thinking").path("budget_tokens").asInt() < q.at("max_tokens").asInt()),
                new Rule("temperature may only be set to 1 when thinking is enabled", THINKING,
                        q -> !thinks(q) || q.at("temperature").asDouble(1) == 1),
                new Rule("top_k must be unset when thinking is enabled", THINKING, q -> !thinks(q)
                        || !q.body().has("top_k")),
                new Rule("Thinking may not be enabled when tool_choice forces tool use", THINKING,
                        q -> !enabled(q) || !Set.of("any", "tool").contains(type(q.at("tool_choice")))),
                new Rule("Expected thinking or redacted_thinking, but found tool_use", THINKING,
                        q -> !enabled(q) || Turns.thoughtFirst(q.at("messages"))),
                new Rule("the last message cannot be the assistant's when thinking is enabled", THINKING,
                        q -> !thinks(q) || !Turns.last(q.at("messages")).path("role").asText().equals("assistant")),
                new Rule("Invalid signature in thinking block", THINKING, q -> blocks(q)
                        .filter(b -> type(b).equals("thinking"))
                                .allMatch(b -> q.issued().test(b.path("signature").asText()))),
                new Rule("Invalid data in redacted_thinking block", THINKING, q -> blocks(q)
                        .filter(b -> type(b).equals("redacted_thinking"))
                                .allMatch(b -> q.issued().test(b.path("data").asText()))));
    }

    /** Whether a feature is switched on: by the header, or on Bedrock, which does not read it, by the body. */
    private static boolean beta(Query query, String prefix) {
        Stream<String> header = query.path().startsWith("/model/") ? Stream.of()
                : Stream.of(query.header("anthropic-beta").split(",")).map(String::strip);
        return Stream.concat(header, each(query.at("anthropic_beta")).map(JsonNode::asText))
                .anyMatch(beta -> beta.startsWith(prefix));
    }

    private static boolean enabled(Query query) {
        return type(query.at("thinking")).equals("enabled");
    }

    private static boolean thinks(Query query) {
        return enabled(query) || type(query.at("thinking")).equals("adaptive");
    }

    private static Stream<JsonNode> own(Query query) {
        return each(query.at("tools")).filter(t -> Set.of("", "custom").contains(type(t)));
    }

    private static Stream<JsonNode> blocks(Query query) {
        return each(query.at("messages")).filter(m -> m.path("content").isArray())
                .flatMap(m -> each(m.path("content")));
    }

    /** The blocks and those within results. */
    private static Stream<JsonNode> inner(Query query) {
        return blocks(query).flatMap(b -> Stream.concat(Stream.of(b), type(b).equals("tool_result")
                ? each(b.path("content")) : Stream.of()));
    }

    private static Stream<JsonNode> calls(Query query) {
        return blocks(query).filter(b -> type(b).equals("tool_use"));
    }

    private static boolean filled(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            JsonNode content = messages.get(i).path("content");
            boolean last = i == messages.size() - 1 && messages.get(i).path("role").asText().equals("assistant");
            if (!last && content.isEmpty() && content.asText().isEmpty() || content.isMissingNode()) {
                return false;
            }
        }
        return true;
    }

    private static boolean stripped(JsonNode messages) {
        JsonNode last = Turns.last(messages);
        JsonNode content = last.path("content");
        String text = content.isTextual() ? content.asText() : Turns.last(content).path("text").asText();
        return !last.path("role").asText().equals("assistant") || text.equals(text.stripTrailing());
    }

    private static boolean image(JsonNode block) {
        JsonNode source = block.path("source");
        return Set.of("url", "file").contains(type(source))
                || type(source).equals("base64") && IMAGES.contains(source.path("media_type").asText())
                        && !source.path("data").asText().isEmpty() && !source.path("data").asText().startsWith("data:");
    }

    private static boolean document(JsonNode block) {
        JsonNode source = block.path("source");
        String media = source.path("media_type").asText();
        return switch (type(source)) {
            case "base64" -> media.equals("application/pdf");
            case "text" -> media.equals("text/plain") && !source.path("data").asText().isEmpty();
            default -> Set.of("url", "file", "content").contains(type(source));
        };
    }

    private static boolean output(JsonNode format) {
        return type(format).equals("json_schema") && only(format, Set.of("type", "schema"))
                && format.path("schema").isObject()
                && deep(format.path("schema")).filter(s -> type(s).equals("object"))
                        .allMatch(s -> s.path("additionalProperties").isBoolean()
                                && !s.path("additionalProperties").asBoolean())
                && deep(format.path("schema")).filter(s -> s.path("type").isTextual())
                        .noneMatch(s -> Nodes.keys(s).stream().anyMatch(NO_GRAMMAR::contains));
    }
}
