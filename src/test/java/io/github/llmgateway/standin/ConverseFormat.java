package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.object;
import static io.github.llmgateway.standin.Nodes.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Bedrock's Converse, whole and streamed (docs.aws.amazon.com/bedrock, API reference, Converse). */
final class ConverseFormat implements Format {

    @Override
    public List<Rule> rules() {
        return ConverseDemands.RULES;
    }

    @Override
    public String prefix() {
        return "tooluse_";
    }

    @Override
    public Heard hear(Query query) {
        Heard.Notes notes = new Heard.Notes();
        notes.model = query.model();
        notes.streamed = query.streamed();
        each(query.at("system")).filter(b -> b.has("text")).forEach(b -> notes.system.add(b.path("text").asText()));
        each(query.at("messages")).forEach(m -> each(m.path("content"))
                .forEach(block -> block(block, m.path("role").asText(), notes)));
        JsonNode tools = query.at("toolConfig");
        each(tools.path("tools")).map(t -> t.path("toolSpec")).filter(s -> s.has("name")).forEach(s -> notes.tools.add(
                new Heard.Tool(s.path("name").asText(), s.path("description").asText(null),
                        s.at("/inputSchema/json"))));
        JsonNode choice = tools.path("toolChoice");
        notes.choice = choice.isEmpty() ? null : choice.has("tool") ? choice.at("/tool/name").asText()
                : choice.fieldNames().next();
        JsonNode format = query.at("outputConfig").path("textFormat").path("structure").path("jsonSchema")
                .path("schema");
        notes.schema = format.isTextual() ? Nodes.parse(format.asText()) : null;
        JsonNode thinking = query.at("additionalModelRequestFields").path("thinking");
        notes.thinking = thinking.isMissingNode() ? null : !type(thinking).equals("disabled");
        JsonNode inference = query.at("inferenceConfig");
        notes.maxTokens = inference.has("maxTokens") ? inference.path("maxTokens").asInt() : null;
        notes.temperature = inference.has("temperature") ? inference.path("temperature").asDouble() : null;
        each(inference.path("stopSequences")).forEach(stop -> notes.stops.add(stop.asText()));
        return notes.heard();
    }

    private static void block(JsonNode block, String role, Heard.Notes notes) {
        if (block.has("text")) {
            if (role.equals("user")) {
                notes.text(block.path("text").asText());
            } else {
                notes.said.add(block.path("text").asText());
            }
        } else if (block.has("toolUse")) {
            JsonNode use = block.path("toolUse");
            notes.calls.add(new Told.Call(use.path("toolUseId").asText(), use.path("name").asText(),
                    use.path("input").toString()));
        } else if (block.has("toolResult")) {
            JsonNode result = block.path("toolResult");
            notes.result(result.path("toolUseId").asText(), String.join("", each(result.path("content"))
                    .map(b -> b.has("json") ? b.path("json").toString() : b.path("text").asText()).toList()));
            each(result.path("content")).forEach(b -> media(b, notes));
        } else if (block.has("reasoningContent")) {
            JsonNode thought = block.path("reasoningContent");
            notes.thoughts.add(thought.at("/reasoningText/text").asText());
            notes.signatures.add(thought.at("/reasoningText/signature")
                    .asText(thought.path("redactedContent").asText()));
        } else {
            media(block, notes);
        }
    }

    private static void media(JsonNode block, Heard.Notes notes) {
        String kind = block.has("image") ? "image" : block.has("document") ? "document" : "";
        JsonNode media = block.path(kind);
        if (media.at("/source/bytes").isTextual()) {
            notes.media(Heard.Media.of((kind.equals("image") ? "image/"
                    : "application/") + media.path("format").asText(),
                    media.at("/source/bytes").asText()));
        }
    }

    @Override
    public JsonNode whole(Told told, Query query, Signatures signatures) {
        List<JsonNode> blocks = new ArrayList<>();
        if (told.thought() != null) {
            blocks.add(object("reasoningContent", object("reasoningText", object("text", told.thought(), "signature",
                    signatures.issue()))));
        }
        if (told.text() != null) {
            blocks.add(object("text", told.text()));
        }
        told.calls().forEach(call -> blocks.add(object("toolUse", object("toolUseId", call.id(), "name", call.name(),
                "input", Nodes.parse(call.input())))));
        return object("output", object("message", object("role", "assistant", "content", blocks)), "stopReason",
                stop(told), "usage", usage(), "metrics", object("latencyMs", 42));
    }

    private static JsonNode usage() {
        return object("inputTokens", Told.FRESH, "outputTokens", Told.WRITTEN, "totalTokens",
                Told.FRESH + Told.CACHED + Told.WRITTEN, "cacheReadInputTokens", Told.CACHED, "cacheWriteInputTokens",
                        0);
    }

    private static String stop(Told told) {
        return switch (told.stop()) {
            case END -> "end_turn";
            case TOOLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case SEQUENCE -> "stop_sequence";
            case REFUSAL -> "content_filtered";
        };
    }

    @Override
    public List<Event> stream(Told told, Query query, Signatures signatures) {
        List<Event> events = new ArrayList<>();
        events.add(Event.of("messageStart", object("role", "assistant")));
        int index = 0;
        if (told.thought() != null) {
            for (String piece : Told.pieces(told.thought())) {
                delta(events, index, object("reasoningContent", object("text", piece)));
            }
            delta(events, index, object("reasoningContent", object("signature", signatures.issue())));
            stop(events, index++);
        }
        if (told.text() != null) {
            for (String piece : Told.pieces(told.text())) {
                delta(events, index, object("text", piece));
            }
            stop(events, index++);
        }
        for (Told.Call call : told.calls()) {
            events.add(Event.of("contentBlockStart", object("start", object("toolUse", object("toolUseId", call.id(),
                    "name", call.name())), "contentBlockIndex", index)));
            for (String piece : Told.pieces(call.input())) {
                delta(events, index, object("toolUse", object("input", piece)));
            }
            stop(events, index++);
        }
        events.add(Event.of("messageStop", object("stopReason", stop(told))));
        events.add(Event.of("metadata", object("usage", usage(), "metrics", object("latencyMs", 42))));
        return events;
    }

    private static void delta(List<Event> events, int index, JsonNode delta) {
        events.add(Event.of("contentBlockDelta", object("delta", delta, "contentBlockIndex", index)));
    }

    private static void stop(List<Event> events, int index) {
        events.add(Event.of("contentBlockStop", object("contentBlockIndex", index)));
    }

    @Override
    public Event broken(Refused form) {
        return Event.of("modelStreamErrorException", object("message", form.words(Trouble.BROKEN),
                "originalStatusCode", 500));
    }

    @Override
    public JsonNode count(int tokens) {
        return object("inputTokens", tokens);
    }
}
