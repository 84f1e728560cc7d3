package io.github.llmgateway.config;

import java.time.Duration;
import java.util.List;

/** Reads what concerns the side of the clients. */
final class ServerReader {

    private final Section general;
    private final Section litellm;
    private final Section gateway;

    ServerReader(Section general, Section litellm, Section gateway) {
        this.general = general;
        this.litellm = litellm;
        this.gateway = gateway;
    }

    ListenSettings listen() {
        ListenSettings unset = ListenSettings.DEFAULT;
        String host = gateway.text("host");
        Long own = gateway.whole("port", 0, 65_535);
        Long port = general.whole("port", 0, 65_535);
        Long variable = own == null && port == null ? portVariable() : null;
        List<String> origins = gateway.texts("cors_origins");
        return new ListenSettings(
                host == null ? unset.host() : host,
                first(own, port, variable, (long) unset.port()).intValue(),
                origins == null ? unset.corsOrigins() : origins,
                first(gateway.seconds("drain_seconds", true), unset.drainTime()));
    }

    private Long portVariable() {
        String text = gateway.variables().get("PORT");
        if (text == null) {
            return null;
        }
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Long.valueOf(text);
        }
        gateway.error("port", "the environment variable PORT is no port", "set it to a number up to 65535");
        return null;
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
                first(gateway.seconds("buffer_wait_seconds", true), unset.bufferWait()));
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
