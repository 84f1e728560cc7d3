package io.github.llmgateway.config;

import java.time.Duration;

/**
 * How providers are called. The time for a whole answer is {@link RoutingSettings#timeout()}.
 *
 * @param connectTimeout        {@code gateway_settings.connect_timeout_seconds}: for a connection, TLS included; 10 s where unset
 * @param firstByteTimeout      {@code gateway_settings.first_byte_timeout_seconds}: from the request's last byte to the
 *                              answer's first; 300 s where unset
 * @param idleTimeout           {@code gateway_settings.idle_timeout_seconds}: between two bytes of an answer; 120 s where unset
 * @param proxies               the forward proxies
 * @param trust                 which certificates are believed
 * @param maxConnectionsPerHost {@code gateway_settings.max_connections_per_host}: connections to one provider at once; 5,000 where unset
 * @param pingInterval          {@code gateway_settings.ping_interval_seconds}: after how much silence of a provider the
 *                              client of a stream gets a ping; 15 s where unset
 */
public record UpstreamSettings(
        Duration connectTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Proxies proxies,
        Trust trust,
        int maxConnectionsPerHost,
        Duration pingInterval) {

    /** Where the file says nothing. */
    public static final UpstreamSettings DEFAULT = new UpstreamSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(300),
            Duration.ofSeconds(120),
            Proxies.NONE,
            Trust.DEFAULT,
            5_000,
            Duration.ofSeconds(15));
}
