package io.github.llmgateway.config;

import java.time.Duration;
import java.util.List;

/**
 * Where and how the gateway listens.
 *
 * @param host           {@code gateway_settings.host}; {@code 127.0.0.1} where unset
 * @param port           {@code gateway_settings.port}, else {@code general_settings.port}, else the variable
 *                       {@code PORT}; 4000 where unset; 0 for any free one
 * @param corsOrigins    {@code gateway_settings.cors_origins}: origins whose pages may call; none where unset
 * @param drainTime      {@code gateway_settings.drain_seconds}: how long open streams may go on at the end; 30 s where
 *                       unset
 * @param tls            {@code gateway_settings.tls}; null where unset: the gateway listens in clear
 * @param trustedProxies {@code gateway_settings.trusted_proxies}, all with
 *                       {@code general_settings.use_x_forwarded_for}: whose word about the client is believed; nobody's
 *                       where unset
 * @param proxyProtocol  {@code gateway_settings.proxy_protocol}: whether each connection begins with a header of the
 *                       PROXY protocol; false where unset
 */
public record ListenSettings(String host, int port, List<String> corsOrigins, Duration drainTime, TlsSettings tls,
        List<Network> trustedProxies, boolean proxyProtocol) {

    /** Where the file says nothing. */
    public static final ListenSettings DEFAULT = new ListenSettings("127.0.0.1", 4000, List.of(),
            Duration.ofSeconds(30), null, List.of(), false);

    public ListenSettings {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
