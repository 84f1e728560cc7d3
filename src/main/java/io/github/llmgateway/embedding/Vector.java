package io.github.llmgateway.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * An array of numbers as a provider wrote it.
 *
 * @param answer the bytes it stands in
 * @param start  offset of its opening bracket
 * @param end    offset behind its closing one
 */
record Vector(byte[] answer, int start, int end) {

    /** Appends it: the provider's own bytes, or a string with the base64 of little-endian 32-bit floats. */
    void writeTo(ByteArrayOutputStream out, boolean base64) {
        if (!base64) {
            out.write(answer, start, end - start);
            return;
        }
        out.write('"');
        out.writeBytes(Base64.getEncoder().encode(floats()));
        out.write('"');
    }

    private byte[] floats() {
        // A number has a digit and a comma at least.
        ByteBuffer floats = ByteBuffer.allocate((end - start) * 2 + 4).order(ByteOrder.LITTLE_ENDIAN);
        try (JsonParser parser = Json.FACTORY.createParser(answer, start, end - start)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    floats.putFloat(Float.parseFloat(parser.getText()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("it was read before", e);
        }
        return Arrays.copyOf(floats.array(), floats.position());
    }

    /** Never shows the numbers: a text can be guessed from them. */
    @Override
    public String toString() {
        return "Vector[" + (end - start) + " bytes]";
    }
}
