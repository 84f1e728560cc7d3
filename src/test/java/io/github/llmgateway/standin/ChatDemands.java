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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What OpenAI's Chat Completions demands of a body. */
final class ChatDemands {

    private static final String CHAT = "platform.openai.com/docs/api-reference/chat/create";
    private static final String TOOLS = "platform.openai.com/docs/guides/function-calling";
    private static final String OUTPUTS = "platform.openai.com/docs/guides/structured-outputs";
    private static final String REASONING = "platform.openai.com/docs/guides/reasoning";
    private static final String IMAGES = "platform.openai.com/docs/guides/images-vision";

    /** The fields of OpenAI's own server. */
    static final Set<String> FIELDS = Set.of("model", "messages", "max_tokens", "max_completion_tokens",
            "tools",
            "tool_choice", "parallel_tool_calls", "temperature", "top_p", "n", "stop", "stream", "stream_options",
            "response_format", "reasoning_effort", "verbosity", "metadata", "service_tier", "user", "seed", "logprobs",
            "top_logprobs", "logit_bias", "frequency_penalty", "presence_penalty", "store", "prediction", "modalities",
            "audio", "web_search_options", "moderation", "prompt_cache_key", "prompt_cache_retention",
            "safety_identifier", "functions", "function_call");
    private static final Map<String, Set<String>> PARTS = Map.of(
            "user", Set.of("text", "image_url", "input_audio", "file"),
            "assistant", Set.of("text", "refusal"),
            "system", Set.of("text"), "developer", Set.of("text"), "tool", Set.of("text"));
    private static final Set<String> MESSAGE = Set.of("role", "content", "name", "tool_calls", "tool_call_id",
            "refusal",
            "audio", "function_call");

    private static final List<Rule> RULES = List.of(
            new Rule("stream_options is only allowed when stream is enabled", CHAT,
                    q -> optional(q.at("stream_options"),
                    o -> q.at("stream").asBoolean() && only(o, Set.of("include_usage", "include_obfuscation")))),
            new Rule("max_tokens and max_completion_tokens exclude one another", CHAT,
                    q -> !q.body().has("max_tokens") || !q.body().has("max_completion_tokens")),
            new Rule("limits of tokens: integer above or equal to 1", CHAT, q -> Stream.of("max_tokens",
                    "max_completion_tokens").allMatch(f -> optional(q.at(f), n -> n.isIntegralNumber()
                            && n.asInt() >= 1))),
            new Rule("temperature: range 0..2", CHAT, q -> within(q.at("temperature"), 0, 2)),
            new Rule("top_p: range 0..1", CHAT, q -> within(q.at("top_p"), 0, 1)),
            new Rule("stop: at most 4 sequences", CHAT, q -> q.at("stop").size() <= 4),
            new Rule("metadata: at most 16 strings of 512 characters", CHAT, q -> q.at("metadata").size() <= 16
                    && each(q.at("metadata")).allMatch(v -> v.isTextual() && v.asText().length() <= 512)),
            new Rule("metadata is only allowed when store is enabled", CHAT,
                    q -> !q.body().has("metadata") || q.at("store").asBoolean()),
            new Rule("Unsupported parameter: max_tokens; use max_completion_tokens", REASONING,
                    q -> !reasons(q) || !q.body().has("max_tokens")),
            new Rule("Unsupported value: temperature, top_p or penalties of a reasoning model", REASONING,
                    q -> !reasons(q) || Stream.of("temperature", "top_p").allMatch(f -> q.at(f).asDouble(1) == 1)
                            && Stream.of("presence_penalty", "frequency_penalty")
                                    .allMatch(f -> q.at(f).asDouble(0) == 0)),
            new Rule("Unsupported parameter: stop of a reasoning model", REASONING,
                    q -> !reasons(q) || !q.body().hasNonNull("stop")),
            new Rule("Unrecognized request argument supplied: reasoning_effort", REASONING,
                    q -> reasons(q) || q.model().startsWith("mistral") || !q.body().hasNonNull("reasoning_effort")),
            new Rule("reasoning_effort: unknown value", REASONING, q -> optional(q.at("reasoning_effort"),
                    e -> Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max").contains(e.asText()))),
            new Rule("response_format: text, json_object or a named json_schema", OUTPUTS,
                    q -> optional(q.at("response_format"), f -> Set.of("text", "json_object").contains(type(f))
                            || type(f).equals("json_schema") && only(f, Set.of("type", "json_schema"))
                                    && f.path("json_schema").path("name").asText().matches("[a-zA-Z0-9_-]{1,64}")
                                    && f.path("json_schema").path("schema").isObject())),
            new Rule("json_object: messages must contain the word json", OUTPUTS,
                    q -> !type(q.at("response_format")).equals("json_object")
                            || q.at("messages").toString().toLowerCase(Locale.ROOT).contains("json")),
            new Rule("strict schema: closed objects whose fields are all required", OUTPUTS, q -> Stream.concat(
                    Stream.of(q.at("response_format").path("json_schema")), functions(q))
                    .filter(f -> f.path("strict").asBoolean())
                    .allMatch(f -> strict(f.has("schema") ? f.path("schema") : f.path("parameters")))),
            new Rule("tools: [] is too short", TOOLS, q -> optional(q.at("tools"), t -> !t.isEmpty())),
            new Rule("tools: function name pattern", TOOLS,
                    q -> functions(q).allMatch(f -> f.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"))),
            new Rule("tools: names must be unique", TOOLS,
                    q -> distinct(functions(q).map(f -> f.path("name").asText()))),
            new Rule("tools: parameters must be of type object", TOOLS,
                    q -> functions(q).allMatch(f -> optional(f.path("parameters"), p -> type(p).equals("object")))),
            new Rule("tools: function or custom", TOOLS, q -> each(q.at("tools"))
                    .allMatch(t -> Set.of("function", "custom").contains(type(t)) && t.has(type(t))
                            && only(t, Set.of("type", "function", "custom")))),
            new Rule("tools: unknown field of a function", TOOLS, q -> functions(q)
                    .allMatch(f -> only(f, Set.of("name", "description", "parameters", "strict")))),
            new Rule("tool_choice is only allowed when tools are specified", TOOLS,
                    q -> !q.body().hasNonNull("tool_choice") || !q.at("tools").isEmpty()),
            new Rule("tool_choice: auto, none, required or a function of the list", TOOLS,
                    q -> optional(q.at("tool_choice"),
                    c -> Set.of("auto", "none", "required").contains(c.asText()) || type(c).equals("allowed_tools")
                            || functions(q).anyMatch(f -> f.path("name").equals(c.path("function").path("name"))))),
            new Rule("parallel_tool_calls is only allowed when tools are specified", TOOLS,
                    q -> !q.body().hasNonNull("parallel_tool_calls") || !q.at("tools").isEmpty()),
            new Rule("messages: [] is too short", CHAT, q -> !q.at("messages").isEmpty()),
            new Rule("messages: unknown role", CHAT,
                    q -> messages(q).allMatch(m -> PARTS.containsKey(m.path("role").asText()))),
            new Rule("messages: unknown field", CHAT, q -> messages(q).allMatch(m -> only(m, MESSAGE))),
            new Rule("messages: name pattern", CHAT, q -> messages(q).allMatch(m -> optional(m.path("name"),
                    n -> n.asText().matches("[^\\s<|\\\\/>]{1,64}")))),
            new Rule("messages: expected content", CHAT, q -> messages(q).allMatch(m -> m.path("content").isTextual()
                    || !m.path("content").isEmpty() || m.path("role").asText().equals("assistant")
                            && (m.hasNonNull("tool_calls") || m.hasNonNull("refusal") || m.hasNonNull("audio")))),
            new Rule("messages: a part that the role cannot have", CHAT, q -> messages(q)
                    .allMatch(m -> each(m.path("content")).allMatch(p -> PARTS.getOrDefault(m.path("role").asText(),
                            Set.of()).contains(type(p)) && p.has(type(p))))),
            new Rule("image_url: an address or data of png, jpeg, gif or webp", IMAGES, q -> parts(q, "image_url")
                    .map(p -> p.path("image_url").path("url").asText())
                    .allMatch(url -> url.matches("(?s)https?://.+|data:image/(png|jpeg|jpg|gif|webp);base64,.+"))),
            new Rule("file: file_id, or file_data with a filename", "platform.openai.com/docs/guides/pdf-files",
                    q -> parts(q, "file").map(p -> p.path("file")).allMatch(f -> f.has("file_id") || f.has("filename")
                            && f.path("file_data").asText().startsWith("data:"))),
            new Rule("tool_calls: [] is too short", TOOLS,
                    q -> messages(q).allMatch(m -> optional(m.path("tool_calls"), t -> !t.isEmpty()))),
            new Rule("tool_calls: only in messages of the assistant", TOOLS, q -> messages(q)
                    .allMatch(m -> !m.has("tool_calls") || m.path("role").asText().equals("assistant"))),
            new Rule("tool_calls: id of 1 to 40 characters and type function", TOOLS, q -> calls(q)
                    .allMatch(c -> c.path("id").asText().matches(".{1,40}") && c.has(type(c)))),
            new Rule("tool_calls: name pattern", TOOLS,
                    q -> calls(q).allMatch(c -> c.at("/function/name").asText().matches("[a-zA-Z0-9_-]{1,64}"))),
            new Rule("tool_calls: arguments are a string of JSON", TOOLS, q -> calls(q).allMatch(c -> c.at(
                    "/function/arguments").isTextual()
                            && Nodes.parse(c.at("/function/arguments").asText()).isObject())),
            new Rule("tool_calls must be followed by tool messages responding to each tool_call_id", TOOLS,
                    ChatDemands::answered),
            new Rule("messages with role tool must be a response to a preceding message with tool_calls", TOOLS,
                    ChatDemands::called));

    private ChatDemands() {
    }

    /** All of them, of a server that takes these fields. */
    static List<Rule> with(Set<String> fields) {
        List<Rule> rules = new ArrayList<>(RULES);
        rules.add(new Rule("Unrecognized request argument supplied", CHAT, q -> only(q.body(), fields)));
        return List.copyOf(rules);
    }

    /** A reasoning model refuses what steers sampling. */
    private static boolean reasons(Query query) {
        return query.model().matches("(o[134](-.*)?|gpt-5(?!.*chat).*)")
                && !query.at("reasoning_effort").asText().equals("none");
    }

    /** Whether a schema is what a strict function or format must have. */
    static boolean strict(JsonNode schema) {
        return schema.isObject() && deep(schema).filter(s -> type(s).equals("object") && s.has("properties"))
                .allMatch(s -> s.path("additionalProperties").isBoolean() && !s.path("additionalProperties").asBoolean()
                        && each(s.path("required")).map(JsonNode::asText).toList()
                                .containsAll(keys(s.path("properties"))));
    }

    private static Stream<JsonNode> messages(Query query) {
        return each(query.at("messages"));
    }

    private static Stream<JsonNode> parts(Query query, String type) {
        return messages(query).flatMap(m -> each(m.path("content"))).filter(p -> type(p).equals(type));
    }

    private static Stream<JsonNode> functions(Query query) {
        return each(query.at("tools")).filter(t -> t.has("function")).map(t -> t.path("function"));
    }

    private static Stream<JsonNode> calls(Query query) {
        return messages(query).flatMap(m -> each(m.path("tool_calls")));
    }

    private static boolean answered(Query query) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : query.at("messages")) {
            if (message.path("role").asText().equals("tool")) {
                open.remove(message.path("tool_call_id").asText());
            } else if (!open.isEmpty()) {
                return false;
            }
            each(message.path("tool_calls")).forEach(call -> open.add(call.path("id").asText()));
        }
        return open.isEmpty();
    }

    private static boolean called(Query query) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : query.at("messages")) {
            if (!message.path("role").asText().equals("tool")) {
                open.clear();
            } else if (!open.remove(message.path("tool_call_id").asText())) {
                return false;
            }
            each(message.path("tool_calls")).forEach(call -> open.add(call.path("id").asText()));
        }
        return true;
    }
}
