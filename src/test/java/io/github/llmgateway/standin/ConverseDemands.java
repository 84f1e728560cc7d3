package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.deep;
import static io.github.llmgateway.standin.Nodes.distinct;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.keys;
import static io.github.llmgateway.standin.Nodes.only;
import static io.github.llmgateway.standin.Nodes.optional;
import static io.github.llmgateway.standin.Nodes.type;
import static io.github.llmgateway.standin.Nodes.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Bedrock's Converse demands of a body. */
final class ConverseDemands {

    private static final String API = "docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_";
    private static final String CONVERSE = API + "Converse.html";
    private static final String MESSAGE = API + "Message.html";
    private static final String USE = API + "ToolUseBlock.html";
    private static final String GUIDE = "docs.aws.amazon.com/bedrock/latest/userguide/";
    private static final String TOOLS = GUIDE + "tool-use-inference-call.html";
    private static final String CACHING = GUIDE + "prompt-caching.html";
    private static final String THINKING = GUIDE + "claude-messages-extended-thinking.html";

    private static final Set<String> FIELDS = Set.of("messages", "system", "inferenceConfig", "toolConfig",
            "guardrailConfig", "additionalModelRequestFields", "additionalModelResponseFieldPaths", "promptVariables",
            "requestMetadata", "performanceConfig", "serviceTier", "outputConfig");
    private static final Map<String, Set<String>> BLOCKS = Map.ofEntries(
            Map.entry("text", Set.of()), Map.entry("image", Set.of("format", "source", "error")),
            Map.entry("document", Set.of("format", "name", "source", "context", "citations")),
            Map.entry("video", Set.of("format", "source")), Map.entry("audio", Set.of("format", "source", "error")),
            Map.entry("toolUse", Set.of("toolUseId", "name", "input", "type")),
            Map.entry("toolResult", Set.of("toolUseId", "content", "status", "type")),
            Map.entry("guardContent", Set.of("text", "image")), Map.entry("cachePoint", Set.of("type", "ttl")),
            Map.entry("reasoningContent", Set.of("reasoningText", "redactedContent")),
            Map.entry("citationsContent", Set.of("content", "citations")),
            Map.entry("searchResult", Set.of("source", "title", "content", "citations")));
    private static final Set<String> CLAUDE = Set.of("thinking", "top_k", "anthropic_beta", "output_config",
            "reasoning_config", "context_management", "tools", "tool_choice");

    /** All of them. */
    static final List<Rule> RULES = List.of(
            new Rule("extraneous key is not permitted", CONVERSE, q -> only(q.body(), FIELDS)),
            new Rule("inferenceConfig: known fields in their ranges", API + "InferenceConfiguration.html",
                    q -> optional(
                    q.at("inferenceConfig"), c -> only(c, Set.of("maxTokens", "temperature", "topP", "stopSequences"))
                    && within(c.path("maxTokens"), 1, Integer.MAX_VALUE) && within(c.path("temperature"), 0, 1)
                    && within(c.path("topP"), 0, 1) && c.path("stopSequences").size() <= 2500
                    && each(c.path("stopSequences")).noneMatch(s -> s.asText().isEmpty()))),
            new Rule("system: text, guardContent or cachePoint", API + "SystemContentBlock.html", q -> optional(
                    q.at("system"), s -> s.isArray() && each(s).allMatch(b -> b.size() == 1 && only(b,
                            Set.of("text", "guardContent", "cachePoint"))))),
            new Rule("A conversation must start with a user message", CONVERSE,
                    q -> q.at("messages").path(0).path("role").asText().equals("user")),
            new Rule("messages: user or assistant, with content", MESSAGE, q -> messages(q).allMatch(m -> Set.of("user",
                    "assistant").contains(m.path("role").asText()) && only(m, Set.of("role", "content"))
                    && m.path("content").isArray() && !m.path("content").isEmpty())),
            new Rule("A conversation must alternate between user and assistant roles", GUIDE
                    + "conversation-inference-call.html", ConverseDemands::alternates),
            new Rule("content: each block has exactly one known member", API + "ContentBlock.html", q -> blocks(q)
                    .allMatch(b -> b.size() == 1 && BLOCKS.keySet().containsAll(keys(b)))),
            new Rule("content: unknown field of a block", API + "ContentBlock.html", q -> blocks(q).allMatch(b ->
                    each(b).allMatch(v -> v.isTextual() || only(v, BLOCKS.get(keys(b).iterator().next()))))),
            new Rule("The text field in the ContentBlock object is blank", API + "ContentBlock.html",
                    q -> Stream.concat(
                    blocks(q), each(q.at("system"))).allMatch(b -> optional(b.path("text"),
                            t -> !t.asText().isEmpty()))),
            new Rule("image: png, jpeg, gif or webp, bytes in Base64", API + "ImageBlock.html", q -> inner(q, "image")
                    .allMatch(i -> Set.of("png", "jpeg", "gif", "webp").contains(i.path("format").asText())
                            && source(i))),
            new Rule("document: known format, bytes in Base64", API + "DocumentBlock.html", q -> inner(q, "document")
                    .allMatch(d -> Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md")
                            .contains(d.path("format").asText("txt")) && source(d))),
            new Rule("document: name of letters, digits, single spaces, hyphens, parentheses, brackets", API
                    + "DocumentBlock.html", q -> inner(q, "document").allMatch(d -> d.path("name").asText().matches(
                            "(?!.*\\s\\s)[a-zA-Z0-9\\s\\-()\\[\\]]{1,200}"))),
            new Rule("document: names must be unique in a request", API + "DocumentBlock.html",
                    q -> distinct(inner(q, "document").map(d -> d.path("name").asText()))),
            new Rule("document: the message must have a text as well", API + "ContentBlock.html", q -> messages(q)
                    .filter(m -> each(m.path("content")).anyMatch(b -> b.has("document")))
                    .allMatch(m -> each(m.path("content")).anyMatch(b -> b.has("text")))),
            new Rule("message: at most 20 images and 5 documents", MESSAGE, q -> messages(q).allMatch(m ->
                    each(m.path("content")).filter(b -> b.has("image")).count() <= 20
                            && each(m.path("content")).filter(b -> b.has("document")).count() <= 5)),
            new Rule("cachePoint: default, with a ttl of 5m or 1h", API + "CachePointBlock.html", q -> points(q)
                    .allMatch(c -> type(c).equals("default") && Set.of("5m", "1h")
                            .contains(c.path("ttl").asText("5m")))),
            new Rule("cachePoint: at most 4", CACHING, q -> points(q).count() <= 4),
            new Rule("toolConfig must be defined when using toolUse and toolResult", TOOLS,
                    q -> q.body().has("toolConfig")
                    || blocks(q).noneMatch(b -> b.has("toolUse") || b.has("toolResult"))),
            new Rule("toolConfig.tools: at least 1", API + "ToolConfiguration.html", q -> optional(q.at("toolConfig"),
                    c -> only(c, Set.of("tools", "toolChoice")) && !c.path("tools").isEmpty())),
            new Rule("toolConfig.tools: toolSpec, systemTool or cachePoint", API + "Tool.html", q -> each(tools(q))
                    .allMatch(t -> t.size() == 1 && only(t, Set.of("toolSpec", "systemTool", "cachePoint")))),
            new Rule("toolSpec: name pattern", API + "ToolSpecification.html",
                    q -> specs(q).allMatch(s -> s.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"))),
            new Rule("toolSpec: names must be unique", API + "ToolSpecification.html",
                    q -> distinct(specs(q).map(s -> s.path("name").asText()))),
            new Rule("toolSpec: description of length 1 at least", API + "ToolSpecification.html", q -> specs(q)
                    .allMatch(s -> !s.has("description") || !s.path("description").asText().isEmpty())),
            new Rule("toolSpec: unknown field", API + "ToolSpecification.html",
                    q -> specs(q).allMatch(s -> only(s, Set.of("name", "description", "inputSchema", "strict")))),
            new Rule("toolSpec: inputSchema.json.type must be object", API + "ToolInputSchema.html",
                    q -> specs(q).allMatch(s -> s.at("/inputSchema/json/type").asText().equals("object"))),
            new Rule("toolChoice: auto, any, or a tool of the list", API + "ToolChoice.html", q -> optional(
                    q.at("toolConfig").path("toolChoice"), c -> c.size() == 1 && (c.path("auto").isObject()
                            || c.path("any").isObject() || specs(q).anyMatch(s -> s.path("name").equals(
                                    c.path("tool").path("name")))))),
            new Rule("toolUse: id, name, and input as an object", USE, q -> all(q, "toolUse").allMatch(u ->
                    u.path("toolUseId").asText().matches("[a-zA-Z0-9_.:-]{1,64}") && u.path("name").asText()
                            .matches("[a-zA-Z0-9_-]{1,64}") && u.path("input").isObject())),
            new Rule("toolUse: ids must be unique", USE,
                    q -> distinct(all(q, "toolUse").map(u -> u.path("toolUseId").asText()))),
            new Rule("toolUse: only in messages of the assistant", MESSAGE, q -> messages(q)
                    .filter(m -> m.path("role").asText().equals("user")).flatMap(m -> each(m.path("content")))
                    .noneMatch(b -> b.has("toolUse") || b.has("reasoningContent"))),
            new Rule("Expected toolResult blocks for the ids of the turn before", TOOLS,
                    q -> pairs(q, "toolUse", "toolResult", 1)),
            new Rule("The number of toolResult blocks exceeds the number of toolUse blocks of previous turn", TOOLS,
                    q -> pairs(q, "toolResult", "toolUse", -1)),
            new Rule("toolResult: content of json, text, image, document, video or search result", API
                    + "ToolResultBlock.html", q -> all(q, "toolResult").allMatch(r -> r.path("content").isArray()
                            && each(r.path("content")).allMatch(b -> b.size() == 1 && only(b, Set.of("json", "text",
                                    "image", "document", "video", "searchResult"))
                                    && optional(b.path("json"), JsonNode::isObject)))),
            new Rule("toolResult: status is success or error", API + "ToolResultBlock.html", q -> all(q, "toolResult")
                    .allMatch(r -> Set.of("success", "error").contains(r.path("status").asText("success")))),
            new Rule("additionalModelRequestFields: extraneous key is not permitted", CONVERSE, q -> !claude(q)
                    || only(q.at("additionalModelRequestFields"), CLAUDE)),
            new Rule("invalid beta flag", GUIDE + "model-parameters-anthropic-claude-messages-request-response.html",
                    q -> each(q.at("additionalModelRequestFields").path("anthropic_beta")).map(JsonNode::asText)
                            .allMatch(q.beta())),
            new Rule("max_tokens must be greater than thinking.budget_tokens, which is 1024 at least", THINKING,
                    q -> !enabled(q) || budget(q) >= 1024 && budget(q) < q.at("inferenceConfig").path("maxTokens")
                            .asInt(Integer.MAX_VALUE)),
            new Rule("temperature may only be set to 1 when thinking is enabled", THINKING, q -> !thinks(q)
                    || q.at("inferenceConfig").path("temperature").asDouble(1) == 1),
            new Rule("Thinking may not be enabled when toolChoice forces tool use", THINKING, q -> !enabled(q)
                    || !q.at("toolConfig").path("toolChoice").has("any")
                            && !q.at("toolConfig").path("toolChoice").has("tool")),
            new Rule("Invalid signature in thinking block", THINKING, q -> all(q, "reasoningContent").allMatch(r ->
                    q.issued().test(r.has("redactedContent") ? r.path("redactedContent").asText()
                            : r.at("/reasoningText/signature").asText()))));

    private ConverseDemands() {
    }

    private static boolean claude(Query query) {
        return query.model().contains("anthropic.claude");
    }

    private static JsonNode thinking(Query query) {
        return query.at("additionalModelRequestFields").path("thinking");
    }

    private static boolean enabled(Query query) {
        return type(thinking(query)).equals("enabled");
    }

    private static boolean thinks(Query query) {
        return enabled(query) || type(thinking(query)).equals("adaptive");
    }

    private static int budget(Query query) {
        return thinking(query).path("budget_tokens").asInt();
    }

    private static Stream<JsonNode> messages(Query query) {
        return each(query.at("messages"));
    }

    private static Stream<JsonNode> blocks(Query query) {
        return messages(query).flatMap(m -> each(m.path("content")));
    }

    private static Stream<JsonNode> all(Query query, String member) {
        return blocks(query).filter(b -> b.has(member)).map(b -> b.path(member));
    }

    /** Those of messages and of results. */
    private static Stream<JsonNode> inner(Query query, String member) {
        return Stream.concat(all(query, member), all(query, "toolResult").flatMap(r -> each(r.path("content")))
                .filter(b -> b.has(member)).map(b -> b.path(member)));
    }

    private static Stream<JsonNode> points(Query query) {
        return deep(query.body()).filter(n -> n.has("cachePoint")).map(n -> n.path("cachePoint"));
    }

    private static JsonNode tools(Query query) {
        return query.at("toolConfig").path("tools");
    }

    private static Stream<JsonNode> specs(Query query) {
        return each(tools(query)).filter(t -> t.has("toolSpec")).map(t -> t.path("toolSpec"));
    }

    private static boolean source(JsonNode media) {
        JsonNode source = media.path("source");
        if (source.has("bytes")) {
            return Base64.getDecoder().decode(source.path("bytes").asText()).length > 0;
        }
        return source.size() == 1 && only(source, Set.of("s3Location", "text", "content"));
    }

    private static boolean alternates(Query query) {
        String before = "";
        for (JsonNode message : query.at("messages")) {
            String role = message.path("role").asText();
            if (role.equals(before)) {
                return false;
            }
            before = role;
        }
        return true;
    }

    /** Whether each id of one kind stands, once, in the neighbour of its message as the other kind. */
    private static boolean pairs(Query query, String one, String other, int step) {
        JsonNode messages = query.at("messages");
        for (int i = 0; i < messages.size(); i++) {
            List<String> ids = ids(messages.get(i), one);
            Set<String> others = new HashSet<>(i + step < 0 ? List.of() : ids(messages.path(i + step), other));
            if (ids.size() != Set.copyOf(ids).size() || !others.containsAll(ids)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> ids(JsonNode message, String member) {
        return each(message.path("content")).filter(b -> b.has(member))
                .map(b -> b.path(member).path("toolUseId").asText()).collect(Collectors.toList());
    }
}
