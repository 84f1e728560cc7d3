package io.github.llmgateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A forward proxy.
 *
 * @param scheme   how the proxy itself is spoken to: {@code http}, {@code https}, {@code socks5} or {@code socks4}
 * @param host     its host; an IPv6 address without brackets
 * @param port     its port
 * @param user     the user's name; null where the proxy asks for none
 * @param password the password; null where there is none
 */
public record ProxyAddress(String scheme, String host, int port, String user, Secret password) {

    /**
     * Schemes by the names that they go by (curl's). {@code socks5h} and {@code socks4a} only say that the proxy resolves
     * the target's name, which it always does here.
     */
    private static final Map<String, String> SCHEMES = Map.of("http", "http", "https", "https", "socks5", "socks5",
            "socks5h", "socks5", "socks", "socks5", "socks4", "socks4", "socks4a", "socks4");
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "socks5", 1080, "socks4", 1080);

    /** Reads {@code http://user:password@host:port}; scheme, user and port may be left out. Null where it is none. */
    static ProxyAddress parse(String text) {
        String address = text.strip();
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            String scheme = SCHEMES.get(uri.getScheme().toLowerCase(Locale.ROOT));
            if (uri.getHost() == null || scheme == null) {
                return null;
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : PORTS.get(scheme);
            String[] credentials = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
            String user = credentials.length > 0 ? decode(credentials[0]) : null;
            Secret password = credentials.length > 1 ? Secret.of(decode(credentials[1])) : null;
            return new ProxyAddress(scheme, uri.getHost().replaceAll("[\\[\\]]", ""), port, user, password);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    // URLDecoder is made for forms, where a plus is a space.
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Whether it speaks SOCKS, else HTTP. */
    public boolean socks() {
        return scheme.startsWith("socks");
    }

    /** Whether it is spoken to over TLS. */
    public boolean tls() {
        return scheme.equals("https");
    }

    /** Its address, without the credentials. */
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + (user == null ? "" : "***@") + name + ":" + port;
    }
}
