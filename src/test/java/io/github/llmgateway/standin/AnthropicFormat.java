package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.none;
import static io.github.llmgateway.standin.Nodes.object;
import static io.github.llmgateway.standin.Nodes.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Anthropic's Messages (docs.claude.com/en/api/messages, docs.claude.com/en/docs/build-with-claude/streaming). */
final class AnthropicFormat implements Format {

    private final List<Rule> rules;

    /** With the fields that only this server takes. */
    AnthropicFormat(String... fields) {
        rules = AnthropicDemands.with(Set.of(fields));
    }

    @Override
    public List<Rule> rules() {
        return rules;
    }

    @Override
    public String prefix() {
        return "toolu_";
    }

    @Override
    public Heard hear(Query query) {
        Heard.Notes notes = new Heard.Notes();
        notes.model = query.model();
        notes.streamed = query.streamed();
        hear(query.at("system"), "system", notes);
        each(query.at("messages")).forEach(m -> hear(m.path("content"), m.path("role").asText(), notes));
        each(query.at("tools")).forEach(tool -> notes.tools.add(new Heard.Tool(tool.path("name").asText(),
                tool.path("description").asText(null), tool.path("input_schema"))));
        JsonNode choice = query.at("tool_choice");
        notes.choice = choice.has("name") ? choice.path("name").asText() : choice.path("type").asText(null);
        notes.schema = query.at("output_config").path("format").get("schema");
        notes.thinking = query.body().has("thinking") ? !type(query.at("thinking")).equals("disabled") : null;
        notes.maxTokens = query.body().has("max_tokens") ? query.at("max_tokens").asInt() : null;
        notes.temperature = query.body().has("temperature") ? query.at("temperature").asDouble() : null;
        each(query.at("stop_sequences")).forEach(stop -> notes.stops.add(stop.asText()));
        return notes.heard();
    }

    private static void hear(JsonNode content, String role, Heard.Notes notes) {
        if (content.isTextual()) {
            text(content.asText(), role, notes);
        }
        for (JsonNode block : content.isArray() ? content : array()) {
            switch (type(block)) {
                case "text" -> text(block.path("text").asText(), role, notes);
                case "image", "document" -> notes.media(media(block));
                case "thinking" -> {
                    notes.thoughts.add(block.path("thinking").asText());
                    notes.signatures.add(block.path("signature").asText());
                }
                case "redacted_thinking" -> notes.signatures.add(block.path("data").asText());
                case "tool_use" -> notes.calls.add(new Told.Call(block.path("id").asText(),
                        block.path("name").asText(), block.path("input").toString()));
                case "tool_result" -> {
                    JsonNode result = block.path("content");
                    notes.result(block.path("tool_use_id").asText(), result.isTextual() ? result.asText()
                            : each(result).map(b -> b.path("text").asText()).collect(Collectors.joining()));
                    each(result).filter(b -> b.has("source")).forEach(b -> notes.media(media(b)));
                }
                default -> { }
            }
        }
    }

    private static void text(String text, String role, Heard.Notes notes) {
        switch (role) {
            case "user" -> notes.text(text);
            case "assistant" -> notes.said.add(text);
            default -> notes.system.add(text);
        }
    }

    private static Heard.Media media(JsonNode block) {
        JsonNode source = block.path("source");
        return source.has("data") && type(source).equals("base64")
                ? Heard.Media.of(source.path("media_type").asText(), source.path("data").asText())
                : new Heard.Media(source.path("media_type").asText(type(block).equals("image") ? "image/*"
                        : "application/pdf"), null, source.path("url").asText(null));
    }

    @Override
    public JsonNode whole(Told told, Query query, Signatures signatures) {
        List<JsonNode> blocks = new ArrayList<>();
        if (told.thought() != null) {
            blocks.add(object("type", "thinking", "thinking", told.thought(), "signature", signatures.issue()));
        }
        if (told.text() != null) {
            blocks.add(object("type", "text", "text", told.text()));
        }
        told.calls().forEach(call -> blocks.add(object("type", "tool_use", "id", call.id(), "name", call.name(),
                "input", Nodes.parse(call.input()))));
        return message(query, blocks, stop(told), told.sequence(), Told.WRITTEN);
    }

    private static JsonNode message(Query query, List<JsonNode> blocks, Object stop, String sequence, int written) {
        return object("id", "msg_standin", "type", "message", "role", "assistant", "model", query.model(), "content",
                blocks, "stop_reason", stop, "stop_sequence", sequence == null ? none() : sequence, "usage",
                object("input_tokens", Told.FRESH, "cache_creation_input_tokens", 0, "cache_read_input_tokens",
                        Told.CACHED, "output_tokens", written));
    }

    private static String stop(Told told) {
        return switch (told.stop()) {
            case END -> "end_turn";
            case TOOLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case SEQUENCE -> "stop_sequence";
            case REFUSAL -> "refusal";
        };
    }

    @Override
    public List<Event> stream(Told told, Query query, Signatures signatures) {
        List<Event> events = new ArrayList<>();
        events.add(event("message_start", "message", message(query, List.of(), none(), null, 1)));
        events.add(event("ping"));
        int index = 0;
        if (told.thought() != null) {
            List<JsonNode> deltas = Told.pieces(told.thought()).stream()
                    .<JsonNode>map(piece -> object("type", "thinking_delta", "thinking", piece))
                    .collect(Collectors.toCollection(ArrayList::new));
            deltas.add(object("type", "signature_delta", "signature", signatures.issue()));
            block(events, index++, object("type", "thinking", "thinking", "", "signature", ""), deltas);
        }
        if (told.text() != null) {
            block(events, index++, object("type", "text", "text", ""), Told.pieces(told.text()).stream()
                    .<JsonNode>map(piece -> object("type", "text_delta", "text", piece)).toList());
        }
        for (Told.Call call : told.calls()) {
            block(events, index++, object("type", "tool_use", "id", call.id(), "name", call.name(), "input", object()),
                    Told.pieces(call.input()).stream()
                            .<JsonNode>map(piece -> object("type", "input_json_delta", "partial_json",
                                    piece)).toList());
        }
        events.add(event("message_delta", "delta", object("stop_reason", stop(told), "stop_sequence",
                told.sequence() == null ? none() : told.sequence()), "usage", object("output_tokens", Told.WRITTEN)));
        events.add(event("message_stop"));
        return events;
    }

    private static void block(List<Event> events, int index, JsonNode start, List<JsonNode> deltas) {
        events.add(event("content_block_start", "index", index, "content_block", start));
        deltas.forEach(delta -> events.add(event("content_block_delta", "index", index, "delta", delta)));
        events.add(event("content_block_stop", "index", index));
    }

    private static Event event(String type, Object... pairs) {
        ObjectNode data = object("type", type);
        data.setAll(object(pairs));
        return Event.of(type, data);
    }

    @Override
    public Event broken(Refused form) {
        return Event.of("error", Refused.ANTHROPIC.body(Trouble.BROKEN, form.words(Trouble.BROKEN)));
    }

    @Override
    public JsonNode count(int tokens) {
        return object("input_tokens", tokens);
    }
}
