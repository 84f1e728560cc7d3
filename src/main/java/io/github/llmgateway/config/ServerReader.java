package io.github.llmgateway.config;

import java.time.Duration;

/** Reads who of the clients may call, and what they may send. */
final class ServerReader {

    private final Section general;
    private final Section litellm;
    private final Section gateway;

    ServerReader(Section general, Section litellm, Section gateway) {
        this.general = general;
        this.litellm = litellm;
        this.gateway = gateway;
    }

    AccessSettings access() {
        Secret generalKey = general.secret("master_key");
        Secret litellmKey = litellm.secret("master_key");
        String variable = general.variables().get("LITELLM_MASTER_KEY");
        Secret key = generalKey != null ? generalKey : litellmKey;
        if (key == null && variable != null) {
            key = Secret.of(variable);
        }
        return new AccessSettings(key, gateway.flag("forward_oauth", false));
    }

    LimitSettings limits() {
        LimitSettings unset = LimitSettings.DEFAULT;
        Long bytes = gateway.whole("max_request_bytes", 1, Integer.MAX_VALUE);
        Double megabytes = general.number("max_request_size_mb", 0);
        Long fromMegabytes = megabytes == null ? null : Math.round(megabytes * (1 << 20));
        Duration bodyTimeout = gateway.seconds("body_timeout_seconds", false);
        return new LimitSettings(
                first(bytes, fromMegabytes, unset.maxRequestBytes()),
                first(gateway.integer("max_header_bytes", 1_024), unset.maxHeaderBytes()),
                first(gateway.integer("max_nesting_depth", 1), unset.maxNestingDepth()),
                first(bodyTimeout, unset.bodyTimeout()),
                first(gateway.integer("max_connections", 1), unset.maxConnections()),
                first(gateway.whole("max_buffered_bytes", 1, Long.MAX_VALUE), unset.maxBufferedBytes()),
                first(gateway.seconds("buffer_wait_seconds", true), unset.bufferWait()),
                first(gateway.integer("max_concurrent_streams", 1), unset.maxConcurrentStreams()),
                first(gateway.seconds("send_timeout_seconds", false), unset.sendTimeout()));
    }

    /** The first that is not null. */
    @SafeVarargs
    static <T> T first(T... values) {
        for (T value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
