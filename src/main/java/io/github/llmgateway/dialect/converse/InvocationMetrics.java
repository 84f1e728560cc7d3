package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What Bedrock itself counts of InvokeModel, whatever the model's own format: in headers of a whole answer
 * ({@code x-amzn-bedrock-input-token-count} and so on), and in a member that it adds to the last chunk of a stream. As in
 * {@link Tokens}, the input does not contain what a cache served or stored.
 */
final class InvocationMetrics {

    private static final byte[] MEMBER =
            "\"amazon-bedrock-invocationMetrics\"".getBytes(StandardCharsets.US_ASCII);
    /** The member stands last and has six numbers. */
    private static final int LONGEST = 512;

    private InvocationMetrics() {
    }

    /** {@link Usage#NONE}: the headers tell of none. */
    static Usage ofHeaders(UnaryOperator<String> header) {
        return new Usage(count(header, "input"), count(header, "cache-read-input"), count(header, "cache-write-input"), 0,
                count(header, "output"), 0);
    }

    private static long count(UnaryOperator<String> header, String kind) {
        String count = header.apply("x-amzn-bedrock-" + kind + "-token-count");
        return count != null && count.matches("[0-9]{1,18}") ? Long.parseLong(count) : 0;
    }

    /** Of a chunk's own event; {@link Usage#NONE}: it is not the last. */
    static Usage ofEvent(byte[] bytes, int start, int end) {
        int at = Math.max(start, end - LONGEST);
        while (at + MEMBER.length <= end && !Arrays.equals(bytes, at, at + MEMBER.length, MEMBER, 0, MEMBER.length)) {
            at++;
        }
        JsonNode event = at + MEMBER.length > end ? null : Json.parse(Arrays.copyOfRange(bytes, start, end));
        if (event == null) {
            return Usage.NONE;
        }
        JsonNode metrics = event.path("amazon-bedrock-invocationMetrics");
        return new Usage(metrics.path("inputTokenCount").asLong(), metrics.path("cacheReadInputTokenCount").asLong(),
                metrics.path("cacheWriteInputTokenCount").asLong(), 0, metrics.path("outputTokenCount").asLong(), 0);
    }
}
