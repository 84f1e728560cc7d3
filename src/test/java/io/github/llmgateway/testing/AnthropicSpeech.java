package io.github.llmgateway.testing;

import static io.github.llmgateway.testing.ModelApi.quoted;

import java.util.ArrayList;
import java.util.List;

/** A turn in the words of Anthropic's Messages API. */
final class AnthropicSpeech {

    private AnthropicSpeech() {
    }

    static String whole(Turn turn) {
        List<String> blocks = new ArrayList<>();
        if (turn.thinking() != null) {
            blocks.add("{\"type\":\"thinking\",\"thinking\":" + quoted(turn.thinking()) + ",\"signature\":\"c2ln\"}");
        }
        if (turn.text() != null) {
            blocks.add("{\"type\":\"text\",\"text\":" + quoted(turn.text()) + "}");
        }
        if (turn.tool() != null) {
            blocks.add("{\"type\":\"tool_use\",\"id\":\"" + Turn.CALL_ID + "\",\"name\":" + quoted(turn.tool())
                    + ",\"input\":" + turn.input() + "}");
        }
        return message(String.join(",", blocks), "\"" + stopReason(turn) + "\"", usage(turn, turn.completion()));
    }

    private static String message(String content, String stopReason, String usage) {
        return "{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"model\":\"claude-sonnet-4-6\",\"content\":[" + content + "],\"stop_reason\":" + stopReason + ",\"stop_sequence\":null,\"usage\":" + usage + "}";
    }

    private static String usage(Turn turn, int written) {
        return "{\"input_tokens\":" + turn.prompt() + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":"
                + turn.cached() + ",\"output_tokens\":" + written + "}";
    }

    private static String stopReason(Turn turn) {
        return turn.tool() != null ? "tool_use" : "end_turn";
    }

    static List<String> stream(Turn turn) {
        List<String> events = new ArrayList<>();
        events.add(event("message_start", "\"message\":" + message("", "null", usage(turn, 1))));
        events.add(event("ping", null));
        int index = 0;
        if (turn.thinking() != null) {
            block(events, index++, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
                    delta("thinking_delta", "thinking", turn.thinking()), delta("signature_delta", "signature", "c2ln"));
        }
        if (turn.text() != null) {
            int half = turn.text().length() / 2;
            block(events, index++, "{\"type\":\"text\",\"text\":\"\"}",
                    delta("text_delta", "text", turn.text().substring(0, half)),
                    delta("text_delta", "text", turn.text().substring(half)));
        }
        if (turn.tool() != null) {
            int half = turn.input().length() / 2;
            block(events, index, "{\"type\":\"tool_use\",\"id\":\"" + Turn.CALL_ID + "\",\"name\":"
                    + quoted(turn.tool()) + ",\"input\":{}}",
                    delta("input_json_delta", "partial_json", turn.input().substring(0, half)),
                    delta("input_json_delta", "partial_json", turn.input().substring(half)));
        }
        events.add(event("message_delta", "\"delta\":{\"stop_reason\":\"" + stopReason(turn)
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" + turn.completion() + "}"));
        events.add(event("message_stop", null));
        return events;
    }

    private static void block(List<String> events, int index, String start, String... deltas) {
        events.add(event("content_block_start", "\"index\":" + index + ",\"content_block\":" + start));
        for (String delta : deltas) {
            events.add(event("content_block_delta", "\"index\":" + index + ",\"delta\":" + delta));
        }
        events.add(event("content_block_stop", "\"index\":" + index));
    }

    private static String delta(String type, String field, String value) {
        return "{\"type\":\"" + type + "\",\"" + field + "\":" + quoted(value) + "}";
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (rest == null ? "" : "," + rest) + "}\n\n";
    }

    static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":" + quoted(type) + ",\"message\":" + quoted(message)
                + "},\"request_id\":\"req_provider\"}";
    }
}
