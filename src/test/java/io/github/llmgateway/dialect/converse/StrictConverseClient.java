package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;

/** Takes a ConverseStream in the order that Bedrock promises; any other is an {@link AssertionError}. */
public final class StrictConverseClient implements Frames {

    final List<Recordings.Event> events = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    String exception;
    JsonNode metadata;
    JsonNode stop;
    private boolean started;
    private String open;
    private int blocks;
    private StringBuilder input;

    @Override
    public void event(String name, byte[] data) {
        events.add(new Recordings.Event(name, data));
        JsonNode event = Json.parse(data);
        check(event != null && event.isObject() && metadata == null && exception == null, name);
        switch (name) {
            case "messageStart" -> {
                check(!started && event.path("role").asText().equals("assistant"), name);
                started = true;
            }
            case "contentBlockStart" -> {
                check(started && open == null && stop == null && index(event), name);
                check(!event.at("/start/toolUse/toolUseId").asText().isEmpty(), name);
                open = "toolUse";
                input = new StringBuilder();
            }
            case "contentBlockDelta" -> {
                check(started && stop == null && index(event) && event.path("delta").size() == 1, name);
                String kind = event.path("delta").fieldNames().next();
                kind = kind.equals("citation") ? "text" : kind;
                check(open == null ? !kind.equals("toolUse") : open.equals(kind), name);
                open = kind;
                text.append(event.at("/delta/text").asText(""));
                if (kind.equals("toolUse")) {
                    input.append(event.at("/delta/toolUse/input").asText());
                }
            }
            case "contentBlockStop" -> {
                check(open != null && index(event), name);
                check(!open.equals("toolUse") || !input.isEmpty(), name);
                open = null;
                blocks++;
            }
            case "messageStop" -> {
                check(started && open == null && stop == null && event.path("stopReason").isTextual(), name);
                stop = event;
            }
            case "metadata" -> {
                check(stop != null && event.path("usage").path("totalTokens").isNumber()
                        && event.path("metrics").path("latencyMs").isNumber(), name);
                metadata = event;
            }
            default -> {
                check(name.endsWith("Exception") && event.path("message").isTextual(), name);
                exception = name;
            }
        }
    }

    @Override
    public void comment(String text) {
        // Means nothing, anywhere.
    }

    /** Whether the stream has come to its end. */
    public boolean ended() {
        return metadata != null || exception != null;
    }

    private boolean index(JsonNode event) {
        return event.path("contentBlockIndex").asInt(-1) == blocks;
    }

    private static void check(boolean right, String name) {
        if (!right) {
            throw new AssertionError("out of order: " + name);
        }
    }
}
