package io.github.llmgateway.config;

import java.time.Duration;
import java.util.List;

/**
 * Where the gateway listens.
 *
 * @param host        {@code gateway_settings.host}; {@code 127.0.0.1} where unset
 * @param port        {@code gateway_settings.port}, else {@code general_settings.port}, else the variable {@code PORT};
 *                    4000 where unset; 0 for any free one
 * @param corsOrigins {@code gateway_settings.cors_origins}: origins whose pages may call; none where unset
 * @param drainTime   {@code gateway_settings.drain_seconds}: how long open streams may go on at the end; 30 s where unset
 */
public record ListenSettings(String host, int port, List<String> corsOrigins, Duration drainTime) {

    /** Where the file says nothing. */
    public static final ListenSettings DEFAULT = new ListenSettings("127.0.0.1", 4000, List.of(), Duration.ofSeconds(30));

    public ListenSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
