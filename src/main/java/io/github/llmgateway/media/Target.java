package io.github.llmgateway.media;

import io.github.llmgateway.config.Network;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of a client's, taken apart so that it can mean one thing only: what is checked is what is asked. Parsers
 * disagree about odd spellings, and their disagreement is a way in; such addresses are refused.
 *
 * @param https whether it is spoken to over TLS
 * @param host  its name in small ASCII letters, or its address in figures; one of IPv6 without brackets
 * @param port  given or usual
 * @param path  path and query as they go out
 */
record Target(boolean https, String host, int port, String path) {

    private static final int LONGEST = 8192;
    private static final Pattern URL =
            Pattern.compile("(https?)://([^/?#]*)([^#]*)(?:#.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
    private static final Pattern QUAD = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

    /** Takes an address apart; {@link Refused} says what is wrong with it, without quoting it. */
    static Target of(String url) throws Refused {
        if (url.length() > LONGEST) {
            throw new Refused("The address is longer than " + LONGEST + " characters.");
        }
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw new Refused("The address does not begin with https:// or http://.");
        }
        if (parts.group(2).indexOf('@') >= 0) {
            throw new Refused("The address has a user name in it; nothing is fetched with credentials.");
        }
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        String host = authority.matches() ? host(authority.group(1)) : null;
        if (host == null) {
            throw new Refused("The address names no host that could be looked up.");
        }
        boolean https = parts.group(1).equalsIgnoreCase("https");
        String port = authority.group(2);
        int number = port == null || port.isEmpty() ? https ? 443 : 80 : Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw new Refused("The address has a port that does not exist.");
        }
        return new Target(https, host, number, encoded(parts.group(3)));
    }

    /** Where a redirect from here leads to. */
    Target redirected(String location) throws Refused {
        if (SCHEME.matcher(location).matches()) {
            return of(location);
        }
        if (location.startsWith("//")) {
            return of((https ? "https:" : "http:") + location);
        }
        String here = path.replaceFirst("\\?.*", "");
        String rest = location.startsWith("/") ? location
                : location.startsWith("?") ? here + location : here.substring(0, here.lastIndexOf('/') + 1) + location;
        return new Target(https, host, port, encoded(rest.replaceFirst("#.*", "")));
    }

    /** The whole address. */
    String uri() {
        boolean usual = port == (https ? 443 : 80);
        return (https ? "https://" : "http://") + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                + (usual ? "" : ":" + port) + path;
    }

    /** Whether the host is an address in figures. */
    boolean figures() {
        return Network.isAddress(host);
    }

    /** Null: it is none, or one that parsers read differently ({@code 0x7f.1}, {@code 2130706433}). */
    private static String host(String written) {
        if (written.startsWith("[")) {
            String figures = written.substring(1, written.length() - 1).toLowerCase(Locale.ROOT);
            return Network.isAddress(figures) && figures.indexOf(':') >= 0 ? figures : null;
        }
        String name;
        try {
            // Also brings letters that only look like others, and digits of full width, to what resolvers see.
            name = IDN.toASCII(written).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return null;
        }
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.length() > 253 || !NAME.matcher(name).matches() || name.contains("..")) {
            return null;
        }
        return ENDS_IN_NUMBER.matcher(name).matches() && !(QUAD.matcher(name).matches() && Network.isAddress(name))
                ? null : name;
    }

    private static String encoded(String path) throws Refused {
        StringBuilder encoded = new StringBuilder(path.length() + 1);
        if (!path.startsWith("/")) {
            encoded.append('/');
        }
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            if (each >= 0 && each < ' ' || each == 0x7f || each == '\\') {
                throw new Refused("The address has a character in it that no address has.");
            } else if (each < 0 || " \"<>^`{|}".indexOf(each) >= 0) {
                encoded.append('%').append(String.format("%02X", each & 255));
            } else {
                encoded.append((char) each);
            }
        }
        return encoded.toString();
    }

    /** The host alone: path and query may be secret. */
    @Override
    public String toString() {
        return host;
    }
}
