package io.github.llmgateway.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.testing.Turn;

/** A model that has a command run in a shell and then quotes what came of it. */
final class ToolLoop {

    private static final String OUTPUT = "gateway-42";

    private ToolLoop() {
    }

    /** What it says to a request in either API. */
    static Turn next(JsonNode request) {
        JsonNode last = lastOfTool(request.path("messages"));
        return last == null ? Turn.tool("Bash", "{\"command\":\"echo gateway-$((6*7))\",\"description\":\"Multiply\"}")
                : Turn.text(last.toString().contains(OUTPUT) ? "The tool said: " + OUTPUT : "The tool said nothing.");
    }

    private static JsonNode lastOfTool(JsonNode messages) {
        JsonNode found = null;
        for (JsonNode message : messages) {
            boolean result = message.path("role").asText().equals("tool")
                    || message.path("content").findValuesAsText("type").contains("tool_result");
            found = result ? message : found;
        }
        return found;
    }
}
