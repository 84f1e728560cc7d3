package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.StopReason;

/** How an answer ended: {@code status} and {@code incomplete_details}. */
final class Status {

    static final String COMPLETED = "completed";
    static final String INCOMPLETE = "incomplete";

    private Status() {
    }

    /**
     * Why the model stopped.
     *
     * @param tools   whether it called tools of the client's
     * @param refused whether it declined in its own words
     */
    static StopReason read(JsonNode response, boolean tools, boolean refused) {
        return read(response.path("status").asText(""), response.path("incomplete_details").path("reason").asText(""),
                tools, refused);
    }

    static StopReason read(String status, String incomplete, boolean tools, boolean refused) {
        if (status.equals(INCOMPLETE)) {
            return incomplete.equals("content_filter") ? StopReason.REFUSAL : StopReason.MAX_TOKENS;
        }
        return tools ? StopReason.TOOL_USE : refused ? StopReason.REFUSAL : StopReason.END_TURN;
    }

    /** Writes the end into a response object; returns the status. {@code refused}: the refusal is in its output. */
    static String write(StopReason reason, boolean refused, ObjectNode response) {
        String incomplete = reason == StopReason.MAX_TOKENS || reason == StopReason.CONTEXT_WINDOW
                ? "max_output_tokens" : reason == StopReason.REFUSAL && !refused ? "content_filter" : null;
        if (incomplete == null) {
            response.put("status", COMPLETED);
            return COMPLETED;
        }
        response.put("status", INCOMPLETE).putObject("incomplete_details").put("reason", incomplete);
        return INCOMPLETE;
    }
}
