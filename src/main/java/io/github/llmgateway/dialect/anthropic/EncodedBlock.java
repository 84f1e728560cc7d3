package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A block of a streamed answer on its way out: its start, its deltas, its stop. */
final class EncodedBlock {

    /** What deltas it takes. */
    enum Kind { TEXT, THINKING, TOOL, WHOLE }

    private final int index;
    private final Kind kind;
    /** {@code content_block} of the start. */
    private final ObjectNode block;
    /** What the neutral start already held of the content. */
    private final String first;
    /** Held back: it must be the last delta. */
    private String signature;
    private boolean inputSeen;
    /** The type of the last delta; null: there was none. */
    private String deltaType;
    /** What such a delta begins with. */
    private byte[] head;

    private EncodedBlock(int index, Kind kind, ObjectNode block, String first) {
        this.index = index;
        this.kind = kind;
        this.block = block;
        this.first = first == null ? "" : first;
    }

    /** Null: this format has no such block in an answer. */
    static EncodedBlock of(ContentBlock block, int index) {
        ObjectNode node = Json.object();
        if (block instanceof ContentBlock.Text text) {
            return new EncodedBlock(index, Kind.TEXT, node.put("type", "text").put("text", ""), text.text());
        } else if (block instanceof ContentBlock.Refused refused) {
            return new EncodedBlock(index, Kind.TEXT, node.put("type", "text").put("text", ""), refused.text());
        } else if (block instanceof ContentBlock.Thinking thinking) {
            node.put("type", "thinking").put("thinking", "").put("signature", "");
            EncodedBlock encoded = new EncodedBlock(index, Kind.THINKING, node, thinking.text());
            encoded.signature = thinking.signature();
            return encoded;
        } else if (block instanceof ContentBlock.ToolUse use) {
            node.put("type", "tool_use").put("id", BlockWriter.toolUseId(use.id())).put("name", use.name());
            node.putObject("input");
            return new EncodedBlock(index, Kind.TOOL, node, use.input());
        } else if (block instanceof ContentBlock.RedactedThinking redacted) {
            return new EncodedBlock(index, Kind.WHOLE,
                    node.put("type", "redacted_thinking").put("data", redacted.data()), null);
        } else if (block instanceof ContentBlock.Opaque opaque && AnthropicErrors.DIALECT.equals(opaque.dialect())
                && opaque.json() instanceof ObjectNode json) {
            return new EncodedBlock(index, Kind.WHOLE, json, null);
        }
        return null;
    }

    Kind kind() {
        return kind;
    }

    void start(Frames to) {
        ObjectNode event = Json.object().put("type", "content_block_start").put("index", index);
        if (kind == Kind.WHOLE) {
            whole(event, to);
            return;
        }
        event.set("content_block", block);
        to.event("content_block_start", Json.bytes(event));
        switch (kind) {
            case TEXT -> text(first, to);
            case THINKING -> thinking(first, to);
            default -> input(first, to);
        }
    }

    /** Clients gather a server tool's input, and a compaction, from deltas: a start with all of it would lose it. */
    private void whole(ObjectNode event, Frames to) {
        ObjectNode start = block.deepCopy();
        JsonNode input = start.path("input");
        boolean gathered = input.isObject() && !input.isEmpty();
        boolean compaction = start.path("type").asText().equals("compaction") && start.path("content").isTextual();
        if (gathered) {
            start.putObject("input");
        }
        if (compaction) {
            start.putNull("content");
        }
        event.set("content_block", start);
        to.event("content_block_start", Json.bytes(event));
        if (gathered) {
            delta("input_json_delta", "partial_json", input.toString(), to);
        }
        if (compaction) {
            delta("compaction_delta", "content", block.get("content").textValue(), to);
        }
    }

    void text(String text, Frames to) {
        delta("text_delta", "text", text, to);
    }

    void thinking(String text, Frames to) {
        delta("thinking_delta", "thinking", text, to);
    }

    void signature(String whole) {
        signature = whole;
    }

    void input(String json, Frames to) {
        inputSeen |= !json.isBlank();
        delta("input_json_delta", "partial_json", json, to);
    }

    void citation(JsonNode citation, Frames to) {
        if (!Vocabulary.isCitation(citation)) {
            return;
        }
        ObjectNode event = Json.object().put("type", "content_block_delta").put("index", index);
        event.putObject("delta").put("type", "citations_delta").set("citation", citation);
        to.event("content_block_delta", Json.bytes(event));
    }

    void stop(Frames to) {
        if (kind == Kind.THINKING && signature != null) {
            delta("signature_delta", "signature", signature, to);
        } else if (kind == Kind.TOOL && !inputSeen) {
            // A tool without arguments: some clients parse what they gathered, and nothing is not JSON.
            delta("input_json_delta", "partial_json", "{}", to);
        }
        to.event("content_block_stop",
                ascii("{\"type\":\"content_block_stop\",\"index\":" + index + "}"));
    }

    /** Written by hand, as most events of a stream are deltas. */
    private void delta(String type, String field, String text, Frames to) {
        if (text.isEmpty()) {
            return;
        }
        if (!type.equals(deltaType)) {
            deltaType = type;
            head = ascii("{\"type\":\"content_block_delta\",\"index\":" + index
                    + ",\"delta\":{\"type\":\"" + type + "\",\"" + field + "\":\"");
        }
        byte[] quoted = quoted(text);
        byte[] event = new byte[head.length + quoted.length + 3];
        System.arraycopy(head, 0, event, 0, head.length);
        System.arraycopy(quoted, 0, event, head.length, quoted.length);
        event[event.length - 3] = '"';
        event[event.length - 2] = '}';
        event[event.length - 1] = '}';
        to.event("content_block_delta", event);
    }

    private static byte[] quoted(String text) {
        try {
            return JsonStringEncoder.getInstance().quoteAsUTF8(text);
        } catch (IllegalArgumentException halfAPair) {
            byte[] string = Json.bytes(TextNode.valueOf(text));
            return Arrays.copyOfRange(string, 1, string.length - 1);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
