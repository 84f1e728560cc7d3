package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.distinct;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.only;
import static io.github.llmgateway.standin.Nodes.optional;
import static io.github.llmgateway.standin.Nodes.type;
import static io.github.llmgateway.standin.Nodes.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What OpenAI's Responses API demands of a body. */
final class ResponsesDemands {

    private static final String CREATE = "platform.openai.com/docs/api-reference/responses/create";
    private static final String TOOLS = "platform.openai.com/docs/guides/function-calling";
    private static final String REASONING = "platform.openai.com/docs/guides/reasoning";
    private static final String OUTPUTS = "platform.openai.com/docs/guides/structured-outputs";

    private static final Set<String> FIELDS = Set.of("model", "input", "instructions", "max_output_tokens",
            "max_tool_calls", "metadata", "parallel_tool_calls", "previous_response_id", "conversation", "prompt",
            "prompt_cache_key", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store",
            "stream", "stream_options", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p",
            "truncation", "user", "background", "include", "context_management", "moderation", "client_metadata");
    /** The fields that an item may have, by its type; other types are of the provider's own tools. */
    private static final Map<String, Set<String>> ITEMS = Map.of(
            "message", Set.of("type", "id", "role", "content", "status", "phase"),
            "function_call", Set.of("type", "id", "call_id", "name", "arguments", "status", "namespace"),
            "function_call_output", Set.of("type", "id", "call_id", "output", "status"),
            "reasoning", Set.of("type", "id", "summary", "encrypted_content", "content", "status"));
    private static final Set<String> OTHERS = Set.of("item_reference", "web_search_call", "file_search_call",
            "computer_call", "computer_call_output", "code_interpreter_call", "image_generation_call",
            "local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call",
            "apply_patch_call_output", "custom_tool_call", "custom_tool_call_output", "mcp_call", "mcp_list_tools",
            "mcp_approval_request", "mcp_approval_response", "compaction", "tool_search_call", "tool_search_output");
    private static final Set<String> TOOL_TYPES = Set.of("function", "custom", "web_search", "web_search_preview",
            "file_search", "code_interpreter", "image_generation", "mcp", "computer_use_preview", "computer",
            "local_shell", "shell", "apply_patch", "namespace", "tool_search");
    private static final Map<String, Set<String>> PARTS = Map.of(
            "user", Set.of("input_text", "input_image", "input_file", "input_audio"),
            "system", Set.of("input_text", "input_image", "input_file"),
            "developer", Set.of("input_text", "input_image", "input_file"),
            "assistant", Set.of("output_text", "refusal"));
    private static final Map<String, String> PREFIXES = Map.of("message", "msg", "function_call", "fc", "reasoning",
            "rs");

    /** All of them. */
    static final List<Rule> RULES = List.of(
            new Rule("Unknown parameter", CREATE, q -> only(q.body(), FIELDS)),
            new Rule("input: a string or a list that is not empty", CREATE, q -> q.at("input").isTextual()
                    || q.at("input").isArray() && !q.at("input").isEmpty() || q.body().has("previous_response_id")
                    || q.body().has("conversation") || q.body().has("prompt")),
            new Rule("max_output_tokens: 16 at least", CREATE,
                    q -> optional(q.at("max_output_tokens"), n -> n.isIntegralNumber() && n.asInt() >= 16)),
            new Rule("temperature: range 0..2", CREATE, q -> within(q.at("temperature"), 0, 2)),
            new Rule("Unsupported parameter: temperature or top_p of a reasoning model", REASONING, q -> !reasons(q)
                    || Stream.of("temperature", "top_p").allMatch(f -> q.at(f).asDouble(1) == 1)),
            new Rule("Unsupported parameter: reasoning of a model that does not", REASONING,
                    q -> reasons(q) || q.at("reasoning").path("effort").asText("none").equals("none")),
            new Rule("reasoning: unknown effort or summary", REASONING, q -> optional(q.at("reasoning"), r -> only(r,
                    Set.of("effort", "summary", "generate_summary", "context")) && Set.of("none", "minimal", "low",
                            "medium", "high", "xhigh", "max").contains(r.path("effort").asText("low"))
                    && Set.of("auto", "concise", "detailed", "null").contains(r.path("summary").asText("auto")))),
            new Rule("include: unknown value", CREATE, q -> each(q.at("include")).allMatch(i -> Set.of(
                    "reasoning.encrypted_content", "message.output_text.logprobs", "file_search_call.results",
                    "web_search_call.results", "web_search_call.action.sources", "code_interpreter_call.outputs",
                    "computer_call_output.output.image_url", "message.input_image.image_url").contains(i.asText()))),
            new Rule("text.format: text, json_object or a named json_schema", OUTPUTS, q -> optional(q.at("text")
                    .path("format"), f -> Set.of("text", "json_object").contains(type(f))
                            || type(f).equals("json_schema")
                    && f.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}") && f.path("schema").isObject()
                    && only(f, Set.of("type", "name", "schema", "strict", "description")))),
            new Rule("strict schema: closed objects whose fields are all required", OUTPUTS, q -> Stream.concat(
                    Stream.of(q.at("text").path("format")), functions(q)).filter(f -> f.path("strict").asBoolean())
                    .allMatch(f -> ChatDemands.strict(f.has("schema") ? f.path("schema") : f.path("parameters")))),
            new Rule("tools: unknown type", TOOLS,
                    q -> each(q.at("tools")).allMatch(t -> TOOL_TYPES.contains(type(t)))),
            new Rule("tools: name pattern, at the top of the tool", TOOLS,
                    q -> functions(q).allMatch(t -> t.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"))),
            new Rule("tools: unknown field of a function", TOOLS, q -> functions(q).allMatch(t -> only(t, Set.of("type",
                    "name", "description", "parameters", "strict", "defer_loading")))),
            new Rule("tools: names must be unique", TOOLS,
                    q -> distinct(functions(q).map(t -> t.path("name").asText()))),
            new Rule("tools: parameters must be of type object", TOOLS,
                    q -> functions(q).allMatch(t -> optional(t.path("parameters"), p -> type(p).equals("object")))),
            new Rule("tool_choice: needs tools, and names one of them", TOOLS, q -> optional(q.at("tool_choice"), c ->
                    c.isTextual() ? Set.of("auto", "none").contains(c.asText()) || c.asText().equals("required")
                            && !q.at("tools").isEmpty() : !type(c).equals("function")
                            || functions(q).anyMatch(t -> t.path("name").equals(c.path("name"))))),
            new Rule("input: unknown type of item", CREATE, q -> items(q).allMatch(i -> ITEMS.containsKey(kind(i))
                    || OTHERS.contains(kind(i)))),
            new Rule("input: unknown field of an item", CREATE,
                    q -> items(q).allMatch(i -> !ITEMS.containsKey(kind(i)) || only(i, ITEMS.get(kind(i))))),
            new Rule("input: unknown role", CREATE,
                    q -> messages(q).allMatch(m -> PARTS.containsKey(m.path("role").asText()))),
            new Rule("input: a part that the role cannot have", CREATE, q -> messages(q).allMatch(m -> m.path("content")
                    .isTextual() || m.path("content").isArray() && each(m.path("content")).allMatch(p -> PARTS
                            .getOrDefault(m.path("role").asText(), Set.of()).contains(type(p))))),
            new Rule("input: an id begins with the prefix of its type", CREATE, q -> items(q).allMatch(i -> optional(
                    i.path("id"), id -> id.asText().startsWith(PREFIXES.getOrDefault(kind(i), ""))
                            && id.asText().length() <= 64))),
            new Rule("input: ids must be unique", CREATE, q -> distinct(items(q).filter(i -> i.hasNonNull("id"))
                    .map(i -> i.path("id").asText()))),
            new Rule("input_image: an address, data or a file_id", "platform.openai.com/docs/guides/images-vision",
                    q -> parts(q, "input_image").allMatch(p -> p.hasNonNull("file_id") || p.path("image_url").asText()
                            .matches("(?s)https?://.+|data:image/(png|jpeg|jpg|gif|webp);base64,.+"))),
            new Rule("input_file: file_id, file_url, or file_data with a filename",
                    "platform.openai.com/docs/guides/pdf-files", q -> parts(q, "input_file").allMatch(p ->
                            p.hasNonNull("file_id") || p.hasNonNull("file_url") || p.hasNonNull("filename")
                                    && p.path("file_data").asText().startsWith("data:"))),
            new Rule("call_id: 1 to 64 characters", CREATE, q -> items(q)
                    .filter(i -> kind(i).startsWith("function_call"))
                    .allMatch(i -> i.path("call_id").asText().matches(".{1,64}"))),
            new Rule("call_id: no two calls of one id", CREATE, q -> distinct(items(q)
                    .filter(i -> kind(i).equals("function_call")).map(i -> i.path("call_id").asText()))),
            new Rule("function_call: name pattern, arguments as a string of JSON", TOOLS, q -> items(q)
                    .filter(i -> kind(i).equals("function_call")).allMatch(i -> i.path("name").asText()
                            .matches("[a-zA-Z0-9_-]{1,128}") && i.path("arguments").isTextual()
                            && Nodes.parse(i.path("arguments").asText()).isObject())),
            new Rule("function_call_output: output is a string or a list of input parts", TOOLS, q -> items(q)
                    .filter(i -> kind(i).equals("function_call_output")).allMatch(i -> i.path("output").isTextual()
                            || i.path("output").isArray() && each(i.path("output")).allMatch(p -> PARTS.get("user")
                                    .contains(type(p))))),
            new Rule("No tool output found for function call", TOOLS, ResponsesDemands::answered),
            new Rule("No tool call found for function call output", TOOLS, ResponsesDemands::called),
            new Rule("reasoning: summary is required", REASONING, q -> items(q).filter(i -> kind(i).equals("reasoning"))
                    .allMatch(i -> i.path("summary").isArray())),
            new Rule("The encrypted content could not be verified", REASONING, q -> items(q)
                    .filter(i -> i.hasNonNull("encrypted_content") && kind(i).equals("reasoning"))
                    .allMatch(i -> q.issued().test(i.path("encrypted_content").asText()))),
            new Rule("reasoning: item not found; items are not persisted when store is false", REASONING, q -> items(q)
                    .filter(i -> kind(i).equals("reasoning") && !i.hasNonNull("encrypted_content"))
                    .allMatch(i -> q.issued().test(i.path("id").asText()))),
            new Rule("reasoning was provided without its required following item", REASONING,
                    ResponsesDemands::followed));

    private ResponsesDemands() {
    }

    private static boolean reasons(Query query) {
        return query.model().matches("(o[134](-.*)?|gpt-5(?!.*chat).*|gpt-oss.*|codex.*)")
                && !query.at("reasoning").path("effort").asText().equals("none");
    }

    static String kind(JsonNode item) {
        return item.has("type") ? type(item) : "message";
    }

    private static Stream<JsonNode> items(Query query) {
        return each(query.at("input"));
    }

    private static Stream<JsonNode> messages(Query query) {
        return items(query).filter(i -> kind(i).equals("message"));
    }

    private static Stream<JsonNode> parts(Query query, String type) {
        return Stream.concat(messages(query).flatMap(m -> each(m.path("content"))),
                items(query).flatMap(i -> each(i.path("output")))).filter(p -> type(p).equals(type));
    }

    private static Stream<JsonNode> functions(Query query) {
        return each(query.at("tools")).filter(t -> type(t).equals("function"));
    }

    private static boolean answered(Query query) {
        Set<String> outputs = new HashSet<>();
        items(query).filter(i -> kind(i).equals("function_call_output"))
                .forEach(i -> outputs.add(i.path("call_id").asText()));
        return items(query).filter(i -> kind(i).equals("function_call"))
                .allMatch(i -> outputs.contains(i.path("call_id").asText()));
    }

    /** The call may stand in a response that is stored. */
    private static boolean called(Query query) {
        Set<String> calls = new HashSet<>();
        return query.body().has("previous_response_id") || query.body().has("conversation")
                || items(query).allMatch(i ->
                kind(i).equals("function_call") ? calls.add(i.path("call_id").asText())
                        : !kind(i).equals("function_call_output") || calls.contains(i.path("call_id").asText()));
    }

    private static boolean followed(Query query) {
        JsonNode input = query.at("input");
        for (int i = 0; i < input.size(); i++) {
            if (kind(input.get(i)).equals("reasoning") && input.get(i).hasNonNull("id")) {
                JsonNode next = input.path(i + 1);
                boolean user = next.isMissingNode() || kind(next).equals("message")
                        && !next.path("role").asText().equals("assistant") || kind(next).equals("function_call_output");
                if (user) {
                    return false;
                }
            }
        }
        return true;
    }
}
