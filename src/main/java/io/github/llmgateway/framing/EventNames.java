package io.github.llmgateway.framing;

import java.nio.charset.StandardCharsets;

/** Names that stand in thousands of events a second, so that no string is made of each. */
final class EventNames {

    private static final String[] FREQUENT = {"content_block_delta", "content_block_start", "content_block_stop",
        "message_start", "message_delta", "message_stop", "ping", ":event-type", ":content-type", ":message-type",
        "event", "application/json", "chunk", "contentBlockDelta", "contentBlockStart", "contentBlockStop",
        "messageStart", "messageStop", "metadata", "response.output_text.delta",
        "response.function_call_arguments.delta"};

    private EventNames() {
    }

    /** The name between two offsets. */
    static String of(byte[] bytes, int start, int end) {
        for (String frequent : FREQUENT) {
            if (frequent.length() == end - start && matches(bytes, start, frequent)) {
                return frequent;
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** From the end, where names differ. */
    private static boolean matches(byte[] bytes, int start, String text) {
        for (int i = text.length() - 1; i >= 0; i--) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
