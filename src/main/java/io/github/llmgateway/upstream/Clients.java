package io.github.llmgateway.upstream;

import io.github.llmgateway.config.UpstreamSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP clients, one an event loop, so that a request and its answer never change threads (a client shared by all loops
 * cost a fifth). They live as long as the process; bounded by the number of loops times the settings in use.
 */
public final class Clients {

    /** Idle connections go before the server drops them: nginx does after 75 s; who does earlier says so in a header. */
    private static final int KEEP_ALIVE_SECONDS = 50;
    private static final int MAX_HEADER_BYTES = 64 << 10;

    private record Key(Object eventLoop, UpstreamSettings settings) {
    }

    private final Vertx vertx;
    private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();

    /** Clients on {@code vertx}. */
    public Clients(Vertx vertx) {
        this.vertx = vertx;
    }

    HttpClient of(Context eventLoop, UpstreamSettings settings) {
        Object loop = ((io.vertx.core.impl.ContextInternal) eventLoop).nettyEventLoop();
        return clients.computeIfAbsent(new Key(loop, settings), key -> vertx.createHttpClient(options(settings)));
    }

    /** Closes the clients of all other settings. */
    public void retain(Set<UpstreamSettings> inUse) {
        clients.entrySet().removeIf(entry -> {
            if (inUse.contains(entry.getKey().settings())) {
                return false;
            }
            entry.getValue().close();
            return true;
        });
    }

    private static HttpClientOptions options(UpstreamSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxPoolSize(settings.maxConnectionsPerHost())
                .setMaxWaitQueueSize(settings.maxConnectionsPerHost())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(8192)
                .setMaxChunkSize(64 << 10)
                .setTcpNoDelay(true)
                .setDecompressionSupported(true)
                .setUseAlpn(false);
        options.removeEnabledSecureTransportProtocol("TLSv1").removeEnabledSecureTransportProtocol("TLSv1.1");
        if (!settings.trust().verify()) {
            options.setTrustAll(true).setVerifyHost(false);
        } else if (settings.trust().caFile() != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(settings.trust().caFile().toString()));
        }
        return options;
    }
}
