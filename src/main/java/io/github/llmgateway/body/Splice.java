package io.github.llmgateway.body;

/**
 * Bytes that take the place of a range: pass-through changes a body this way and leaves every other byte as it came.
 *
 * @param start first byte replaced
 * @param end   first byte not replaced; equal to {@code start} to insert
 * @param bytes the replacement
 */
public record Splice(int start, int end, byte[] bytes) {
}
