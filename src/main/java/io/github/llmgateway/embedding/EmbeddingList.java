package io.github.llmgateway.embedding;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The answer that clients of OpenAI's format know. */
public final class EmbeddingList {

    private EmbeddingList() {
    }

    /** Writes it. {@code model}: as the client named it; {@code tokens}: of all texts together. */
    public static byte[] write(Embedded embedded, boolean base64, String model, long tokens) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, "{\"object\":\"list\",\"data\":[");
        List<Vector> vectors = embedded.vectors();
        for (int i = 0; i < vectors.size(); i++) {
            append(out, (i == 0 ? "" : ",") + "{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":");
            vectors.get(i).writeTo(out, base64);
            append(out, "}");
        }
        append(out, "],\"model\":");
        out.writeBytes(Json.bytes(TextNode.valueOf(model)));
        append(out, ",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}");
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
