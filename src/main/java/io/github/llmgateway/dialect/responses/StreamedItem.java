package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.Signature;
import io.github.llmgateway.dialect.Json;

/**
 * An item of a streamed answer on its way out: its beginning, its pieces, its end. It begins with the first piece, so
 * that nothing is left of what says nothing.
 */
final class StreamedItem {

    /** What the item is. */
    enum Kind { TEXT, REFUSAL, THINKING, CALL, CUSTOM }

    private static final String CONTENT = "content_index";
    private static final String SUMMARY = "summary_index";

    private final Kind kind;
    private final ItemStream items;
    private final String callId;
    private final Namespace tool;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode citations = Json.MAPPER.createArrayNode();
    private final ArrayNode logprobs = Json.MAPPER.createArrayNode();
    private String id;
    private String signature;
    private boolean summaryBegun;

    /** {@code callId} and {@code tool} are those of a call. */
    StreamedItem(Kind kind, ItemStream items, String callId, Namespace tool) {
        this.kind = kind;
        this.items = items;
        this.callId = callId;
        this.tool = tool;
    }

    Kind kind() {
        return kind;
    }

    boolean isCall() {
        return kind == Kind.CALL || kind == Kind.CUSTOM;
    }

    void signature(String whole) {
        signature = whole;
    }

    void citation(JsonNode citation) {
        citations.add(citation);
    }

    void begin(Frames to) {
        if (id != null) {
            return;
        }
        id = items.nextId(switch (kind) {
            case TEXT, REFUSAL -> "msg";
            case THINKING -> "rs";
            case CALL -> "fc";
            case CUSTOM -> "ctc";
        });
        switch (kind) {
            case TEXT, REFUSAL -> {
                items.added(OutputItems.message(id, null), to);
                part("response.content_part.added", kind == Kind.REFUSAL ? OutputItems.refusal("")
                        : OutputItems.text("", Json.MAPPER.createArrayNode(), Json.MAPPER.createArrayNode()), to);
            }
            case THINKING -> {
                ObjectNode item = ReasoningItem.forClient("", null, false, ownId());
                id = item.get("id").textValue();
                items.added(item, to);
            }
            case CALL -> items.added(OutputItems.call(id, callId, tool, null), to);
            case CUSTOM -> items.added(OutputItems.custom(id, callId, tool.name(), null), to);
        }
    }

    /** OpenAI's own id of the item, which its encrypted content is bound to, where it is known from the start. */
    private String ownId() {
        String own = Signature.by(Signature.RESPONSES, signature);
        return own != null && own.indexOf(':') > 0 ? own.substring(0, own.indexOf(':')) : id;
    }

    /** More text, thought or input. */
    void text(String piece, JsonNode itsLogprobs, Frames to) {
        if (piece == null || piece.isEmpty()) {
            return;
        }
        begin(to);
        text.append(piece);
        switch (kind) {
            case TEXT -> {
                JsonNode list = itsLogprobs == null ? null : itsLogprobs.path("content");
                boolean any = list != null && list.isArray();
                ArrayNode spelled = any ? OutputItems.spelled((ArrayNode) list) : Json.MAPPER.createArrayNode();
                logprobs.addAll(spelled);
                items.delta("response.output_text.delta", id, CONTENT, piece, spelled, to);
            }
            case REFUSAL -> items.delta("response.refusal.delta", id, CONTENT, piece, null, to);
            case THINKING -> {
                if (!summaryBegun) {
                    summaryBegun = true;
                    summary("response.reasoning_summary_part.added", "", to);
                }
                items.delta("response.reasoning_summary_text.delta", id, SUMMARY, piece, null, to);
            }
            case CALL -> items.delta("response.function_call_arguments.delta", id, null, piece, null, to);
            case CUSTOM -> {
                // Its text is known when its JSON is complete.
            }
        }
    }

    void close(Frames to) {
        switch (kind) {
            case TEXT -> closeText(to);
            case REFUSAL -> closeRefusal(to);
            case THINKING -> closeThinking(to);
            case CALL -> closeCall(to);
            case CUSTOM -> closeCustom(to);
        }
    }

    private void closeText(Frames to) {
        if (id == null) {
            return;
        }
        ArrayNode annotations = Json.MAPPER.createArrayNode();
        for (JsonNode citation : citations) {
            if (Annotations.add(annotations, citation, 0, ContentWriter.length(text.toString()))) {
                int at = annotations.size() - 1;
                ObjectNode event = items.of(id).put(CONTENT, 0).put("annotation_index", at);
                event.set("annotation", annotations.get(at));
                items.send("response.output_text.annotation.added", event, to);
            }
        }
        ObjectNode done = items.of(id).put(CONTENT, 0).put("text", text.toString());
        done.set("logprobs", logprobs);
        items.send("response.output_text.done", done, to);
        ObjectNode part = OutputItems.text(text.toString(), annotations, logprobs);
        part("response.content_part.done", part, to);
        items.done(OutputItems.message(id, part), to);
    }

    private void closeRefusal(Frames to) {
        if (id == null) {
            return;
        }
        items.send("response.refusal.done", items.of(id).put(CONTENT, 0).put("refusal", text.toString()), to);
        ObjectNode part = OutputItems.refusal(text.toString());
        part("response.content_part.done", part, to);
        items.done(OutputItems.message(id, part), to);
    }

    private void closeThinking(Frames to) {
        if (text.isEmpty() && signature == null) {
            return;
        }
        begin(to);
        if (summaryBegun) {
            items.send("response.reasoning_summary_text.done",
                    items.of(id).put(SUMMARY, 0).put("text", text.toString()), to);
            summary("response.reasoning_summary_part.done", text.toString(), to);
        }
        ObjectNode item = ReasoningItem.forClient(text.toString(), signature, false, id);
        if (!item.get("id").textValue().equals(id)) {
            // The item began under another id than OpenAI's, so its signature is kept as another maker's would be.
            item = ReasoningItem.wrapped(text.toString(), signature, id);
        }
        items.done(item, to);
    }

    private void closeCall(Frames to) {
        if (text.toString().isBlank()) {
            // A tool without parameters: its arguments must be JSON all the same.
            text("{}", null, to);
        }
        items.send("response.function_call_arguments.done",
                items.of(id).put("name", tool.name()).put("arguments", text.toString()), to);
        items.done(OutputItems.call(id, callId, tool, text.toString()), to);
    }

    private void closeCustom(Frames to) {
        String input = text.isEmpty() ? "" : FreeformTool.unwrap(text.toString());
        if (!input.isEmpty()) {
            items.delta("response.custom_tool_call_input.delta", id, null, input, null, to);
        }
        items.send("response.custom_tool_call_input.done", items.of(id).put("input", input), to);
        items.done(OutputItems.custom(id, callId, tool.name(), input), to);
    }

    private void part(String type, ObjectNode part, Frames to) {
        ObjectNode event = items.of(id).put(CONTENT, 0);
        event.set("part", part);
        items.send(type, event, to);
    }

    private void summary(String type, String whole, Frames to) {
        ObjectNode event = items.of(id).put(SUMMARY, 0);
        event.putObject("part").put("type", "summary_text").put("text", whole);
        items.send(type, event, to);
    }
}
