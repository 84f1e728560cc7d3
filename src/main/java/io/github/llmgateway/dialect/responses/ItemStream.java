package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.ChunkBuffer;

/** Numbers events and items, and keeps the items that are complete for the last event. */
final class ItemStream {

    private final String responseId;
    private final ArrayNode output = Json.MAPPER.createArrayNode();
    private final ChunkBuffer buffer = new ChunkBuffer();
    private int sequence;

    ItemStream(String responseId) {
        this.responseId = responseId;
    }

    /** The items that are complete. */
    ArrayNode output() {
        return output;
    }

    /** The place of the item that is under way. */
    int index() {
        return output.size();
    }

    /** An id for the item that is under way. */
    String nextId(String prefix) {
        return OutputItems.id(prefix, responseId, output.size());
    }

    /** An event with the members given, behind its type and number. */
    void send(String type, ObjectNode members, Frames to) {
        ObjectNode event = Json.object().put("type", type).put("sequence_number", sequence++);
        event.setAll(members);
        to.event(type, Json.bytes(event));
    }

    /**
     * An event that carries a piece of text; there are thousands of them a second, so no tree is built.
     *
     * @param place {@code content_index} or {@code summary_index}; null: the item has but one text
     */
    void delta(String type, String itemId, String place, String piece, JsonNode logprobs, Frames to) {
        buffer.clear().ascii("{\"type\":\"").ascii(type).ascii("\",\"sequence_number\":" + sequence++)
                .ascii(",\"item_id\":").string(itemId).ascii(",\"output_index\":" + index());
        if (place != null) {
            buffer.ascii(",\"" + place + "\":0");
        }
        buffer.ascii(",\"delta\":").string(piece);
        if (logprobs != null) {
            buffer.ascii(",\"logprobs\":").raw(Json.bytes(logprobs));
        }
        to.event(type, buffer.ascii("}").bytes());
    }

    /** The item under way has begun. */
    void added(ObjectNode item, Frames to) {
        ObjectNode event = Json.object().put("output_index", index());
        event.set("item", item);
        send("response.output_item.added", event, to);
    }

    /** The item under way is complete. */
    void done(ObjectNode item, Frames to) {
        ObjectNode event = Json.object().put("output_index", index());
        event.set("item", item);
        send("response.output_item.done", event, to);
        output.add(item);
    }

    /** An item that comes at once. */
    void whole(ObjectNode item, Frames to) {
        added(item, to);
        done(item, to);
    }

    /** The members by which an event of the item under way says whose it is. */
    ObjectNode of(String itemId) {
        return Json.object().put("item_id", itemId).put("output_index", index());
    }
}
