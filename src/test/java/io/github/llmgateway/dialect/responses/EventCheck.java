package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client that holds a stream of response events to its rules, and each event to the types of OpenAI's own SDK. */
public final class EventCheck implements Frames {

    final List<JsonNode> events = new ArrayList<>();
    /** Whether items of kinds newer than the SDK may come. */
    public boolean anyItem;
    int comments;
    private final ResponseAccumulator sdk = ResponseAccumulator.create();
    private int items;
    private String openItem;
    private boolean partOpen;
    private String end;

    @Override
    public void comment(String text) {
        comments++;
    }

    @Override
    public void event(String name, byte[] data) {
        JsonNode event = Json.parse(data);
        assertThat(event).as("JSON").isNotNull();
        assertThat(end).as("nothing after the end").isNull();
        String type = event.path("type").asText();
        assertThat(name).isEqualTo(type);
        assertThat(event.path("sequence_number").asInt(-1)).isEqualTo(events.size());
        events.add(event);
        if (!anyItem) {
            ofSdk(data);
        }
        if (event.has("output_index")) {
            assertThat(event.path("output_index").asInt(-1)).isEqualTo(items);
        }
        if (event.has("item_id")) {
            assertThat(event.path("item_id").asText()).isEqualTo(openItem);
        }
        switch (type) {
            case "response.created" -> assertThat(events).hasSize(1);
            case "response.in_progress" -> assertThat(events).hasSize(2);
            case "response.output_item.added" -> {
                assertThat(openItem).as("one item at a time").isNull();
                openItem = event.path("item").path("id").asText();
            }
            case "response.output_item.done" -> {
                assertThat(event.path("item").path("id").asText()).isEqualTo(openItem);
                assertThat(partOpen).isFalse();
                openItem = null;
                items++;
            }
            case "response.content_part.added", "response.reasoning_summary_part.added" -> {
                assertThat(openItem).isNotNull();
                assertThat(partOpen).isFalse();
                partOpen = true;
            }
            case "response.content_part.done", "response.reasoning_summary_part.done" -> {
                assertThat(partOpen).isTrue();
                partOpen = false;
            }
            case "response.output_text.delta", "response.refusal.delta", "response.reasoning_summary_text.delta" ->
                assertThat(partOpen).isTrue();
            case "response.completed", "response.incomplete" -> {
                assertThat(openItem).isNull();
                assertThat(output()).hasSize(items);
                assertThat(event.path("response").path("status").asText()).isEqualTo(type.substring(9));
                end = type;
            }
            case "response.failed" -> {
                assertThat(events.get(events.size() - 2).path("type").asText()).isEqualTo("error");
                end = type;
            }
            default -> assertThat(events.size()).isGreaterThan(event.path("type").asText().equals("error") ? 0 : 2);
        }
    }

    private void ofSdk(byte[] data) {
        try {
            ResponseStreamEvent event = ObjectMappers.jsonMapper().readValue(data, ResponseStreamEvent.class);
            event.validate();
            sdk.accumulate(event);
        } catch (Exception e) {
            throw new AssertionError("OpenAI's SDK does not take the event: " + e.getMessage() + " "
                    + Json.parse(data).path("type"), e);
        }
    }

    /** The response of the last event, which must be there. */
    public JsonNode response() {
        assertThat(end).as("the stream ends").isNotNull();
        return events.get(events.size() - 1).path("response");
    }

    JsonNode output() {
        return events.get(events.size() - 1).path("response").path("output");
    }

    List<String> types() {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    /** The answer as the SDK put it together. */
    Response sdk() {
        return sdk.response().validate();
    }

    static Response sdk(byte[] answer) throws IOException {
        return ObjectMappers.jsonMapper().readValue(answer, Response.class).validate();
    }
}
