package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads where and how the gateway listens. */
final class ListenReader {

    private final Section general;
    private final Section gateway;
    private final KnownKeys known;

    ListenReader(Section general, Section gateway, KnownKeys known) {
        this.general = general;
        this.gateway = gateway;
        this.known = known;
    }

    ListenSettings listen() {
        ListenSettings unset = ListenSettings.DEFAULT;
        String host = gateway.text("host");
        Long own = gateway.whole("port", 0, 65_535);
        Long port = general.whole("port", 0, 65_535);
        Long variable = own == null && port == null ? portVariable() : null;
        List<String> origins = gateway.texts("cors_origins");
        return new ListenSettings(
                host == null ? unset.host() : host,
                first(own, port, variable, (long) unset.port()).intValue(),
                origins == null ? unset.corsOrigins() : origins,
                first(gateway.seconds("drain_seconds", true), unset.drainTime()),
                tls(),
                trustedProxies(),
                gateway.flag("proxy_protocol", unset.proxyProtocol()));
    }

    private Long portVariable() {
        String text = gateway.variables().get("PORT");
        if (text == null) {
            return null;
        }
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Long.valueOf(text);
        }
        gateway.error("port", "the environment variable PORT is no port", "set it to a number up to 65535");
        return null;
    }

    private TlsSettings tls() {
        Section tls = gateway.section("tls");
        if (tls == null) {
            return null;
        }
        Path certificate = file(tls, "certificate");
        Path key = file(tls, "key");
        Path authorities = file(tls, "client_ca");
        boolean must = clientsMust(tls, authorities);
        known.tellUnused(tls, "tls");
        if (certificate == null || key == null) {
            gateway.error("tls", "TLS needs a certificate and its key",
                    "name both files, as certificate: and key:, or remove tls");
            return null;
        }
        return new TlsSettings(certificate, key, authorities, must);
    }

    private static boolean clientsMust(Section tls, Path authorities) {
        String text = tls.text("client_auth");
        if (text == null) {
            return authorities != null;
        }
        if (authorities == null) {
            tls.error("client_auth", "it needs client_ca",
                    "name the file with the authority of the clients' certificates");
        } else if (!text.equals("required") && !text.equals("optional")) {
            tls.error("client_auth", "found neither required nor optional", "write one of them");
        }
        return text.equals("required");
    }

    private static Path file(Section tls, String key) {
        String text = tls.text(key);
        try {
            return text == null ? null : Path.of(text.strip());
        } catch (InvalidPathException e) {
            tls.error(key, "this is no name of a file", "");
            return null;
        }
    }

    private List<Network> trustedProxies() {
        List<Network> networks = new ArrayList<>();
        List<String> texts = gateway.texts("trusted_proxies");
        for (String text : texts == null ? List.<String>of() : texts) {
            Network network = Network.parse(text.strip());
            if (network == null) {
                gateway.error("trusted_proxies", "found something that is no range of addresses",
                        "write it as 10.0.0.0/8, fd00::/8 or 10.1.2.3");
            } else {
                networks.add(network);
            }
        }
        return general.flag("use_x_forwarded_for", false) && networks.isEmpty() ? Network.ALL : networks;
    }
}
