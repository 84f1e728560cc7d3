package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Proxies;
import io.github.llmgateway.config.ProxyAddress;

/**
 * Which forward proxy a call takes: none to what is on this machine's own link; else one's own if there is one; else
 * the one for the URL's scheme, unless {@code no_proxy} names the target or it is on this machine. Loopback is never
 * proxied unasked, as in Go's {@code httpproxy} (golang.org/x/net/http/httpproxy): a proxy's own loopback is another
 * machine.
 */
final class ProxyChoice {

    private final Proxies proxies;
    private final ProxyAddress own;
    private final DirectHosts direct;
    /** The last decision: a deployment asks for the same target each time. Null: there was none. */
    private volatile Decided last;

    private record Decided(String host, int port, ProxyAddress usual, ProxyAddress proxy) {
    }

    ProxyChoice(Proxies proxies, ProxyAddress own) {
        this.proxies = proxies;
        this.own = own;
        this.direct = new DirectHosts(proxies.noProxy());
    }

    /** The proxy; null for none. */
    ProxyAddress of(String host, int port, boolean tls) {
        if (DirectHosts.linkLocal(host)) {
            return null;
        }
        if (own != null) {
            return own;
        }
        ProxyAddress usual = tls ? proxies.https() : proxies.http();
        if (usual == null) {
            return null;
        }
        Decided decided = last;
        if (decided == null || decided.port() != port || decided.usual() != usual || !decided.host().equals(host)) {
            boolean directly = DirectHosts.loopback(host) || direct.contain(host, port);
            decided = new Decided(host, port, usual, directly ? null : usual);
            last = decided;
        }
        return decided.proxy();
    }
}
