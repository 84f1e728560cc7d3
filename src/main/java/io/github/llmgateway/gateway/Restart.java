package io.github.llmgateway.gateway;

import io.github.llmgateway.config.GatewayConfig;
import java.util.ArrayList;
import java.util.List;

/** The settings of the listening socket, which outlives every change of the configuration. */
final class Restart {

    private Restart() {
    }

    /** The keys whose change waits for the gateway's next start. */
    static List<String> wanted(GatewayConfig before, GatewayConfig after) {
        List<String> keys = new ArrayList<>();
        if (!before.listen().host().equals(after.listen().host())) {
            keys.add("host");
        }
        if (before.listen().port() != after.listen().port()) {
            keys.add("port");
        }
        if (before.limits().maxHeaderBytes() != after.limits().maxHeaderBytes()) {
            keys.add("max_header_bytes");
        }
        if (before.limits().maxConnections() != after.limits().maxConnections()) {
            keys.add("max_connections");
        }
        if (before.limits().maxConcurrentStreams() != after.limits().maxConcurrentStreams()) {
            keys.add("max_concurrent_streams");
        }
        if (before.listen().proxyProtocol() != after.listen().proxyProtocol()) {
            keys.add("proxy_protocol");
        }
        if ((before.listen().tls() == null) != (after.listen().tls() == null)) {
            keys.add("tls");
        }
        return keys;
    }
}
