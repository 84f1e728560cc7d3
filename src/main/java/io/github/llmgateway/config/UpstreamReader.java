package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

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
                new TrustReader(litellm).general(),
                first(gateway.integer("max_connections_per_host", 1), unset.maxConnectionsPerHost()),
                first(gateway.seconds("ping_interval_seconds", false), unset.pingInterval()));
    }

    private Proxies proxies() {
        boolean one = litellm.isText("proxy");
        ProxyAddress both = one ? litellm.proxy("proxy") : null;
        Section proxy = one ? null : litellm.section("proxy");
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
                first(http, both, variable("HTTP_PROXY"), variable("ALL_PROXY")),
                first(https, both, variable("HTTPS_PROXY"), variable("ALL_PROXY")),
                first(noProxy, hosts(value("NO_PROXY")), List.of()));
    }

    private ProxyAddress variable(String name) {
        String text = value(name);
        if (text == null) {
            return null;
        }
        ProxyAddress address = ProxyAddress.parse(text);
        if (address == null) {
            litellm.notice("proxy", "the environment variable " + name + " is no address of a proxy, ignored",
                    "write it as http://user:password@proxy.example.com:3128, with @ : / % in a password as "
                            + "%40 %3A %2F %25");
        }
        return address;
    }

    // As curl and Python: where both are set, the one in small letters counts.
    private String value(String name) {
        return first(litellm.variables().get(name.toLowerCase(Locale.ROOT)), litellm.variables().get(name));
    }

    private static List<String> hosts(String text) {
        return text == null
                ? null
                : Arrays.stream(text.split("[,\\s]+")).filter(host -> !host.isEmpty()).toList();
    }
}
