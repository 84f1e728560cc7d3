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

/**
 * OpenAI's Chat Completions (platform.openai.com/docs/api-reference/chat and chat-streaming). What a model thinks is
 * counted here but not told.
 */
final class ChatFormat implements Format {

    private final List<Rule> rules;

    /** As OpenAI serves it. */
    ChatFormat() {
        this(ChatDemands.FIELDS);
    }

    /** As a server does that takes these fields. */
    ChatFormat(Set<String> fields) {
        rules = ChatDemands.with(fields);
    }

    @Override
    public List<Rule> rules() {
        return rules;
    }

    @Override
    public String end() {
        return "[DONE]";
    }

    @Override
    public Heard hear(Query query) {
        Heard.Notes notes = new Heard.Notes();
        notes.model = query.model();
        notes.streamed = query.streamed();
        each(query.at("messages")).forEach(message -> hear(message, notes));
        each(query.at("tools")).map(tool -> tool.path("function")).forEach(f -> notes.tools.add(new Heard.Tool(
                f.path("name").asText(), f.path("description").asText(null), f.path("parameters"))));
        JsonNode choice = query.at("tool_choice");
        String word = choice.isObject() ? choice.at("/function/name").asText() : choice.asText(null);
        notes.choice = "required".equals(word) ? "any" : word;
        notes.schema = query.at("response_format").path("json_schema").get("schema");
        JsonNode effort = query.at("reasoning_effort");
        notes.thinking = effort.isTextual() ? !effort.asText().equals("none") : null;
        JsonNode limit = query.body().has("max_tokens") ? query.at("max_tokens") : query.at("max_completion_tokens");
        notes.maxTokens = limit.isNumber() ? limit.asInt() : null;
        notes.temperature = query.at("temperature").isNumber() ? query.at("temperature").asDouble() : null;
        JsonNode stop = query.at("stop");
        each(stop.isTextual() ? array(stop) : stop).forEach(each -> notes.stops.add(each.asText()));
        return notes.heard();
    }

    private static void hear(JsonNode message, Heard.Notes notes) {
        String role = message.path("role").asText();
        JsonNode content = message.path("content");
        if (role.equals("tool")) {
            notes.result(message.path("tool_call_id").asText(), content.isTextual() ? content.asText()
                    : String.join("", each(content).map(part -> part.path("text").asText()).toList()));
            return;
        }
        for (JsonNode part : content.isTextual() ? array(object("type", "text", "text", content)) : content) {
            String text = part.path("text").asText();
            switch (type(part)) {
                case "text" -> (role.equals("assistant") ? notes.said : notes.system).addAll(
                        role.equals("user") ? List.of() : List.of(text));
                case "image_url" -> notes.media(Heard.Media.at("image/*", part.at("/image_url/url").asText()));
                case "file" -> notes.media(Heard.Media.at("application/*", part.at("/file/file_data").asText()));
                default -> { }
            }
            if (role.equals("user") && type(part).equals("text")) {
                notes.text(text);
            }
        }
        if (message.hasNonNull("reasoning_content")) {
            notes.thoughts.add(message.path("reasoning_content").asText());
        }
        each(message.path("tool_calls")).forEach(call -> notes.calls.add(new Told.Call(call.path("id").asText(),
                call.at("/function/name").asText(), call.at("/function/arguments").asText())));
    }

    @Override
    public JsonNode whole(Told told, Query query, Signatures signatures) {
        ObjectNode message = object("role", "assistant", "content",
                told.text() == null || refused(told) ? none() : told.text(), "refusal",
                refused(told) ? told.text() : none(), "annotations", array());
        if (!told.calls().isEmpty()) {
            message.set("tool_calls", array(told.calls().stream()
                    .map(call -> object("id", call.id(), "type", "function",
                    "function", object("name", call.name(), "arguments", call.input()))).toArray()));
        }
        ObjectNode whole = head(query, "chat.completion");
        whole.set("choices", array(object("index", 0, "message", message, "logprobs", none(), "finish_reason",
                finish(told))));
        whole.set("usage", usage(told));
        whole.put("service_tier", "default").putNull("system_fingerprint");
        return whole;
    }

    private static boolean refused(Told told) {
        return told.stop() == Told.Stop.REFUSAL;
    }

    private static ObjectNode head(Query query, String kind) {
        return object("id", "chatcmpl-standin", "object", kind, "created", 1764000000, "model", query.model());
    }

    private static JsonNode usage(Told told) {
        return object("prompt_tokens", Told.FRESH + Told.CACHED, "completion_tokens", Told.WRITTEN, "total_tokens",
                Told.FRESH + Told.CACHED + Told.WRITTEN, "prompt_tokens_details",
                object("cached_tokens", Told.CACHED, "audio_tokens", 0), "completion_tokens_details",
                object("reasoning_tokens", told.reasoned(), "audio_tokens", 0, "accepted_prediction_tokens", 0,
                        "rejected_prediction_tokens", 0));
    }

    private static String finish(Told told) {
        return switch (told.stop()) {
            case TOOLS -> "tool_calls";
            case LENGTH -> "length";
            case END, SEQUENCE, REFUSAL -> "stop";
        };
    }

    @Override
    public List<Event> stream(Told told, Query query, Signatures signatures) {
        // Mistral reports usage unasked (docs.mistral.ai/api/endpoint/chat).
        boolean usage = query.at("stream_options").path("include_usage").asBoolean() || query.path().contains("mistralai");
        List<Event> events = new ArrayList<>();
        events.add(chunk(query, usage, object("role", "assistant", "content", told.calls().isEmpty() ? "" : none(),
                "refusal", none()), none()));
        if (told.text() != null) {
            String field = refused(told) ? "refusal" : "content";
            Told.pieces(told.text()).forEach(piece -> events.add(chunk(query, usage, object(field, piece), none())));
        }
        for (int i = 0; i < told.calls().size(); i++) {
            Told.Call call = told.calls().get(i);
            events.add(chunk(query, usage, call(i, "id", call.id(), "type", "function", "function",
                    object("name", call.name(), "arguments", "")), none()));
            for (String piece : Told.pieces(call.input())) {
                events.add(chunk(query, usage, call(i, "function", object("arguments", piece)), none()));
            }
        }
        events.add(chunk(query, usage, object(), finish(told)));
        if (usage) {
            ObjectNode last = head(query, "chat.completion.chunk");
            last.set("choices", array());
            last.set("usage", usage(told));
            events.add(Event.of(null, last));
        }
        return events;
    }

    private static JsonNode call(int index, Object... pairs) {
        ObjectNode call = object("index", index);
        call.setAll(object(pairs));
        return object("tool_calls", array(call));
    }

    private static Event chunk(Query query, boolean usage, JsonNode delta, Object finish) {
        ObjectNode chunk = head(query, "chat.completion.chunk");
        chunk.set("choices", array(object("index", 0, "delta", delta, "logprobs", none(), "finish_reason", finish)));
        if (usage) {
            chunk.putNull("usage");
        }
        return Event.of(null, chunk);
    }

    @Override
    public Event broken(Refused form) {
        return Event.of(null, Refused.OPENAI.body(Trouble.BROKEN, form.words(Trouble.BROKEN)));
    }

    @Override
    public JsonNode count(int tokens) {
        throw new UnsupportedOperationException();
    }
}
