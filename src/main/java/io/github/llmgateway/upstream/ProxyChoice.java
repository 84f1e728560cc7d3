package io.github.llmgateway.upstream;

import io.github.llmgateway.config.Proxies;
import io.github.llmgateway.config.ProxyAddress;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.util.List;
import java.util.Locale;

/**
 * Which forward proxy a call takes: the deployment's own, else the one for the URL's scheme unless {@code no_proxy}
 * names the host.
 */
final class ProxyChoice {

    private final Proxies proxies;
    private final ProxyAddress own;

    ProxyChoice(Proxies proxies, ProxyAddress own) {
        this.proxies = proxies;
        this.own = own;
    }

    void applyTo(RequestOptions options) {
        ProxyAddress proxy = own;
        if (proxy == null && !direct(options.getHost(), options.getPort())) {
            proxy = options.isSsl() ? proxies.https() : proxies.http();
        }
        if (proxy != null) {
            options.setProxyOptions(new ProxyOptions()
                    .setType(ProxyType.HTTP)
                    .setHost(proxy.host())
                    .setPort(proxy.port())
                    .setUsername(proxy.user())
                    .setPassword(proxy.password() == null ? null : proxy.password().reveal()));
        }
    }

    private boolean direct(String host, Integer port) {
        return direct(proxies.noProxy(), host, port == null ? -1 : port);
    }

    /** Whether {@code no_proxy} names the host: as {@code *}, whole, as a suffix of its labels, or with its port. */
    static boolean direct(List<String> noProxy, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String entry : noProxy) {
            String suffix = entry.toLowerCase(Locale.ROOT);
            if (suffix.endsWith(":" + port)) {
                suffix = suffix.substring(0, suffix.lastIndexOf(':'));
            }
            if (suffix.startsWith("*.")) {
                suffix = suffix.substring(1);
            }
            boolean named = suffix.startsWith(".") ? name.endsWith(suffix) || name.equals(suffix.substring(1))
                    : name.equals(suffix) || name.endsWith("." + suffix);
            if ("*".equals(suffix) || named) {
                return true;
            }
        }
        return false;
    }
}
