package io.github.llmgateway.config;

import java.time.Duration;

/**
 * What a client may send, and how long it may take; all from {@code gateway_settings}.
 *
 * @param maxRequestBytes  {@code max_request_bytes}, else {@code general_settings.max_request_size_mb}: a request's
 *                         body; 32 MiB where unset, as Anthropic's
 * @param maxHeaderBytes   {@code max_header_bytes}: a request's line and headers; 32 KiB where unset
 * @param maxNestingDepth  {@code max_nesting_depth}: JSON inside JSON; 1,000 where unset, as Jackson's
 * @param bodyTimeout      {@code body_timeout_seconds}: how long a body may take to arrive; 60 s where unset
 * @param maxConnections   {@code max_connections}: connections of clients at once; 10,000 where unset
 * @param maxBufferedBytes {@code max_buffered_bytes}: all bodies held at once; a quarter of the heap where unset
 * @param bufferWait       {@code buffer_wait_seconds}: how long a request waits for room among them before it is
 *                         answered 503; 10 s where unset
 * @param maxConcurrentStreams {@code max_concurrent_streams}: requests under way at once on one connection of HTTP/2;
 *                         100 where unset
 * @param sendTimeout      {@code send_timeout_seconds}: how long a client may take nothing of its answer; 600 s where
 *                         unset
 */
public record LimitSettings(
        long maxRequestBytes,
        int maxHeaderBytes,
        int maxNestingDepth,
        Duration bodyTimeout,
        int maxConnections,
        long maxBufferedBytes,
        Duration bufferWait,
        int maxConcurrentStreams,
        Duration sendTimeout) {

    /** Where the file says nothing. */
    public static final LimitSettings DEFAULT = new LimitSettings(
            32L << 20,
            32 << 10,
            1_000,
            Duration.ofSeconds(60),
            10_000,
            Runtime.getRuntime().maxMemory() / 4,
            Duration.ofSeconds(10),
            100,
            Duration.ofSeconds(600));
}
