package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads what concerns the side of the providers. */
final class UpstreamReader {

    private final Section litellm;
    private final Section gateway;

    UpstreamReader(Section litellm, Section gateway) {
        this.litellm = litellm;
        this.gateway = gateway;
    }

    UpstreamSettings upstream() {
        UpstreamSettings unset = UpstreamSettings.DEFAULT;
        return new UpstreamSettings(
                first(gateway.seconds("connect_timeout_seconds", false), unset.connectTimeout()),
                first(gateway.seconds("first_byte_timeout_seconds", false), unset.firstByteTimeout()),
                first(gateway.seconds("idle_timeout_seconds", false), unset.idleTimeout()),
                proxies(),
                trust(),
                first(gateway.integer("max_connections_per_host", 1), unset.maxConnectionsPerHost()),
                first(gateway.seconds("ping_interval_seconds", false), unset.pingInterval()));
    }

    private Proxies proxies() {
        Section proxy = litellm.section("proxy");
        if (proxy == null) {
            proxy = Section.absent(litellm, "proxy");
        }
        ProxyAddress http = proxy.proxy("http_proxy");
        ProxyAddress https = proxy.proxy("https_proxy");
        List<String> noProxy = proxy.isList("no_proxy") ? proxy.texts("no_proxy") : hosts(proxy.text("no_proxy"));
        for (String key : proxy.keys()) {
            if (!proxy.asked().contains(key)) {
                proxy.notice(key, "unknown key, ignored", Nearest.mend(key, proxy.asked(), ""));
            }
        }
        return new Proxies(
                first(http, variable("HTTP_PROXY"), variable("ALL_PROXY")),
                first(https, variable("HTTPS_PROXY"), variable("ALL_PROXY")),
                first(noProxy, hosts(value("NO_PROXY")), List.of()));
    }

    private ProxyAddress variable(String name) {
        String text = value(name);
        if (text == null) {
            return null;
        }
        ProxyAddress address = ProxyAddress.parse(text);
        if (address == null) {
            litellm.notice("proxy", "the environment variable " + name + " is no address of an HTTP proxy, ignored", "");
        }
        return address;
    }

    private String value(String name) {
        return first(litellm.variables().get(name), litellm.variables().get(name.toLowerCase(Locale.ROOT)));
    }

    private static List<String> hosts(String text) {
        return text == null
                ? null
                : Arrays.stream(text.split("[,\\s]+")).filter(host -> !host.isEmpty()).toList();
    }

    private Trust authority(String file) {
        try {
            return new Trust(true, Path.of(file));
        } catch (InvalidPathException e) {
            litellm.error("ssl_verify", "found text, wanted true, false or the file of a certificate authority", "");
            return Trust.DEFAULT;
        }
    }

    // true, false, or the file of a certificate authority.
    private Trust trust() {
        String text = litellm.written("ssl_verify");
        if (text == null || text.isBlank()) {
            return Trust.DEFAULT;
        }
        Boolean verify = Lenient.flag(text);
        return verify == null ? authority(text.strip()) : new Trust(verify, null);
    }
}
