package io.github.llmgateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A forward proxy.
 *
 * @param scheme   {@code http} or {@code https}: how the proxy itself is spoken to
 * @param host     its host
 * @param port     its port
 * @param user     the user's name; null where the proxy asks for none
 * @param password the password; null where there is none
 */
public record ProxyAddress(String scheme, String host, int port, String user, Secret password) {

    /** Reads {@code http://user:password@host:port}; scheme, user and port may be left out. Null where it is none. */
    static ProxyAddress parse(String text) {
        String address = text.strip();
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
                return null;
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            String[] credentials = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
            String user = credentials.length > 0 ? decode(credentials[0]) : null;
            Secret password = credentials.length > 1 ? Secret.of(decode(credentials[1])) : null;
            return new ProxyAddress(scheme, uri.getHost(), port, user, password);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    // URLDecoder is made for forms, where a plus is a space.
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return scheme + "://" + (user == null ? "" : "***@") + host + ":" + port;
    }
}
