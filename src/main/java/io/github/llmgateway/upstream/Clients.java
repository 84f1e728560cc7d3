package io.github.llmgateway.upstream;

import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.config.UpstreamSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * HTTP clients, one an event loop, so that a request and its answer never change threads (a client shared by all loops
 * cost a fifth). They live as long as the process; bounded by the number of loops times the settings in use.
 *
 * <p>They speak HTTP/1.1. HTTP/2 would put the streams of one loop on one connection, where a lost packet stops them
 * all and the provider's bound on streams (100 as a rule) comes before ours on connections; an answer's time is the
 * model's, and pooled connections save the handshakes.
 */
public final class Clients {

    /** Idle connections go before the server drops them: nginx does after 75 s; who does earlier says so in a header. */
    private static final int KEEP_ALIVE_SECONDS = 50;
    private static final int MAX_HEADER_BYTES = 64 << 10;

    /**
     * What connections have in common.
     *
     * @param settings time and number
     * @param trust    who is believed and how one shows oneself
     * @param tls      whether the target is spoken to over TLS
     * @param tlsProxy the proxy before it that is itself spoken to over TLS; null for none
     */
    record Leg(UpstreamSettings settings, Trust trust, boolean tls, ProxyAddress tlsProxy) {
    }

    private record Key(Object eventLoop, Leg leg) {
    }

    private final Vertx vertx;
    private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();
    private final Map<Trust, Authorities> authorities = new ConcurrentHashMap<>();
    private volatile UpstreamSettings inForce = UpstreamSettings.DEFAULT;

    /** Clients on {@code vertx}. */
    public Clients(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Tells which settings hold from now on for whoever belongs to no generation, such as {@link #fetch()}. */
    public void use(UpstreamSettings settings) {
        inForce = settings;
    }

    /**
     * Requests beside the calls to models, for as long as the process lives: each takes the settings that are in force
     * when it is sent.
     */
    public Fetch fetch() {
        return new OutboundFetch(vertx, this, () -> inForce);
    }

    /** The client of an event loop. */
    HttpClient of(Context eventLoop, Leg leg) {
        Object loop = ((ContextInternal) eventLoop).nettyEventLoop();
        return clients.computeIfAbsent(new Key(loop, leg), key -> vertx.createHttpClient(options(leg)));
    }

    /** Reads the certificates of authorities aside, so that the first request need not wait for it. */
    Future<Void> learn(Trust trust) {
        return trust.verify() ? vertx.executeBlocking(() -> {
            authorities(trust).getTrustManagerFactory(vertx);
            return null;
        }, false) : Future.succeededFuture();
    }

    /** Closes the clients of all other settings. */
    public void retain(Set<UpstreamSettings> inUse) {
        clients.entrySet().removeIf(entry -> {
            if (inUse.contains(entry.getKey().leg().settings())) {
                return false;
            }
            entry.getValue().close();
            return true;
        });
        authorities.keySet().removeIf(trust -> inUse.stream().noneMatch(settings -> settings.trust().equals(trust))
                && clients.keySet().stream().noneMatch(key -> key.leg().trust().equals(trust)));
    }

    private Authorities authorities(Trust trust) {
        return authorities.computeIfAbsent(trust, Authorities::new);
    }

    private HttpClientOptions options(Leg leg) {
        UpstreamSettings settings = leg.settings();
        int connectMillis = (int) Math.min(Integer.MAX_VALUE, settings.connectTimeout().toMillis());
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxPoolSize(settings.maxConnectionsPerHost())
                .setMaxWaitQueueSize(settings.maxConnectionsPerHost())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(8192)
                .setMaxChunkSize(64 << 10)
                .setTcpNoDelay(true)
                .setDecompressionSupported(true)
                .setUseAlpn(false);
        if (leg.tls() || leg.tlsProxy() != null) {
            secure(options, leg);
        }
        return options;
    }

    private void secure(HttpClientOptions options, Leg leg) {
        options.removeEnabledSecureTransportProtocol("TLSv1").removeEnabledSecureTransportProtocol("TLSv1.1");
        if (leg.trust().verify()) {
            options.setTrustOptions(authorities(leg.trust()));
        } else {
            options.setTrustAll(true).setVerifyHost(false);
        }
        if (leg.trust().certificate() != null && leg.tls()) {
            String file = leg.trust().certificate().path().toString();
            options.setKeyCertOptions(new PemKeyCertOptions().addCertPath(file).addKeyPath(file));
        }
        if (leg.tlsProxy() != null) {
            options.setSslEngineOptions(new TlsProxy(leg.tlsProxy(), leg.tls(), leg.trust().verify(),
                    leg.settings().connectTimeout()));
        }
    }
}
