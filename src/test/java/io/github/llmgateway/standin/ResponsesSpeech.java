package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.none;
import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.standin.Format.Event;
import java.util.ArrayList;
import java.util.List;

/** One answer of the Responses API, whole or event by event (…/api-reference/responses-streaming). */
final class ResponsesSpeech {

    private final Told told;
    private final Query query;
    private final List<JsonNode> output = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    ResponsesSpeech(Told told, Query query, Signatures signatures) {
        this.told = told;
        this.query = query;
        if (told.thought() != null) {
            // Without the wish to include it, the item can be named later only where it is stored.
            boolean included = query.at("include").toString().contains("reasoning.encrypted_content");
            output.add(object("id", "rs_standin", "type", "reasoning", "summary",
                    array(object("type", "summary_text", "text", told.thought())), "encrypted_content",
                    included ? signatures.issue() : null));
        }
        if (told.text() != null) {
            output.add(object("id", "msg_standin", "type", "message", "status", "completed", "role", "assistant",
                    "content", array(part(told.text()))));
        }
        for (int i = 0; i < told.calls().size(); i++) {
            Told.Call call = told.calls().get(i);
            output.add(object("id", "fc_standin" + i, "type", "function_call", "status", "completed", "call_id",
                    call.id(), "name", call.name(), "arguments", call.input()));
        }
    }

    private JsonNode part(String text) {
        return told.stop() == Told.Stop.REFUSAL ? object("type", "refusal", "refusal", text)
                : object("type", "output_text", "text", text, "annotations", array(), "logprobs", array());
    }

    JsonNode whole() {
        boolean cut = told.stop() == Told.Stop.LENGTH;
        return response(cut ? "incomplete" : "completed", output, cut ? object("reason", "max_output_tokens") : none(),
                object("input_tokens", Told.FRESH + Told.CACHED, "input_tokens_details",
                        object("cached_tokens", Told.CACHED), "output_tokens", Told.WRITTEN, "output_tokens_details",
                        object("reasoning_tokens", told.reasoned()), "total_tokens",
                        Told.FRESH + Told.CACHED + Told.WRITTEN));
    }

    private JsonNode response(String status, List<JsonNode> items, JsonNode incomplete, JsonNode usage) {
        return object("id", "resp_standin", "object", "response", "created_at", 1764000000, "status", status, "error",
                none(), "incomplete_details", incomplete, "instructions", none(), "max_output_tokens", none(), "model",
                query.model(), "output", items, "parallel_tool_calls", true, "previous_response_id", none(),
                "reasoning", object("effort", none(), "summary", none()), "store", false, "temperature", 1.0, "text",
                object("format", object("type", "text")), "tool_choice", "auto", "tools", array(), "top_p", 1.0,
                "truncation", "disabled", "usage", usage, "user", none(), "metadata", object());
    }

    List<Event> stream() {
        event("response.created", "response", response("in_progress", List.of(), none(), none()));
        event("response.in_progress", "response", response("in_progress", List.of(), none(), none()));
        for (int i = 0; i < output.size(); i++) {
            JsonNode item = output.get(i);
            switch (Nodes.type(item)) {
                case "reasoning" -> reasoning(i, item);
                case "message" -> message(i, item);
                default -> call(i, item);
            }
            event("response.output_item.done", "output_index", i, "item", item);
        }
        JsonNode whole = whole();
        event("response." + whole.path("status").asText(), "response", whole);
        return events;
    }

    private void reasoning(int index, JsonNode item) {
        String id = item.path("id").asText();
        ObjectNode begun = item.deepCopy();
        begun.set("summary", array());
        event("response.output_item.added", "output_index", index, "item", begun);
        JsonNode empty = object("type", "summary_text", "text", "");
        event("response.reasoning_summary_part.added", "item_id", id, "output_index", index, "summary_index", 0,
                "part", empty);
        Told.pieces(told.thought()).forEach(piece -> event("response.reasoning_summary_text.delta", "item_id", id,
                "output_index", index, "summary_index", 0, "delta", piece));
        event("response.reasoning_summary_text.done", "item_id", id, "output_index", index, "summary_index", 0, "text",
                told.thought());
        event("response.reasoning_summary_part.done", "item_id", id, "output_index", index, "summary_index", 0, "part",
                item.at("/summary/0"));
    }

    private void message(int index, JsonNode item) {
        String id = item.path("id").asText();
        String kind = told.stop() == Told.Stop.REFUSAL ? "refusal" : "output_text";
        String field = told.stop() == Told.Stop.REFUSAL ? "refusal" : "text";
        ObjectNode begun = item.deepCopy();
        begun.put("status", "in_progress").set("content", array());
        event("response.output_item.added", "output_index", index, "item", begun);
        event("response.content_part.added", "item_id", id, "output_index", index, "content_index", 0, "part",
                part(""));
        Told.pieces(told.text()).forEach(piece -> event("response." + kind + ".delta", "item_id", id, "output_index",
                index, "content_index", 0, "delta", piece));
        event("response." + kind + ".done", "item_id", id, "output_index", index, "content_index", 0, field,
                told.text());
        event("response.content_part.done", "item_id", id, "output_index", index, "content_index", 0, "part",
                part(told.text()));
    }

    private void call(int index, JsonNode item) {
        String id = item.path("id").asText();
        String arguments = item.path("arguments").asText();
        ObjectNode begun = item.deepCopy();
        event("response.output_item.added", "output_index", index, "item",
                begun.put("status", "in_progress").put("arguments", ""));
        Told.pieces(arguments).forEach(piece -> event("response.function_call_arguments.delta", "item_id", id,
                "output_index", index, "delta", piece));
        event("response.function_call_arguments.done", "item_id", id, "output_index", index, "name",
                item.path("name"), "arguments", arguments);
    }

    private void event(String type, Object... pairs) {
        ObjectNode data = object("type", type, "sequence_number", events.size());
        data.setAll(object(pairs));
        events.add(Event.of(type, data));
    }
}
