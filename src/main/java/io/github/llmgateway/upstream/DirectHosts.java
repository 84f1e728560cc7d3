package io.github.llmgateway.upstream;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hosts of {@code NO_PROXY}. An entry is {@code *}, a name, which stands for its subdomains too, {@code .name} or
 * {@code *.name}, which mean the same, an address, or a block of addresses in CIDR's notation; {@code :port} behind it
 * narrows it. Names are not resolved: a block holds for targets that are written as addresses, as with curl and Go.
 */
final class DirectHosts {

    private static final int ANY_PORT = -1;

    /**
     * One entry.
     *
     * @param name  in small letters; null for a block
     * @param block the block's address; null for a name
     * @param bits  of it that count
     * @param port  the port that it is narrowed to, or {@link #ANY_PORT}
     */
    private record Entry(String name, byte[] block, int bits, int port) {

        boolean holds(String host, byte[] address, int asked) {
            if (port != ANY_PORT && port != asked) {
                return false;
            }
            if (block != null) {
                return address != null && address.length == block.length && sameStart(address);
            }
            return name.equals("*") || address == null && (host.equals(name) || host.endsWith("." + name));
        }

        private boolean sameStart(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (block[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final DirectHosts LINK = new DirectHosts(List.of("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32",
            "fd20:ce::254", "metadata.google.internal"));

    private final List<Entry> entries = new ArrayList<>();

    DirectHosts(List<String> noProxy) {
        noProxy.forEach(each -> entries.add(entry(each.strip().toLowerCase(Locale.ROOT))));
    }

    /** Whether a target is among them; an IPv6 address with brackets or without. */
    boolean contain(String host, int port) {
        String name = bare(host);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        return entries.stream().anyMatch(entry -> entry.holds(name, address, port));
    }

    /**
     * Whether it is on this machine's own link (RFC 3927, RFC 4291), or a cloud's metadata server, whose IPv6 addresses
     * are unique local ones: fd00:ec2::254 and fd00:ec2::23 (AWS), fd20:ce::254 (Google Cloud). It tells a machine who
     * it is, so asked by a proxy it would tell who the proxy is.
     */
    static boolean linkLocal(String host) {
        return LINK.contain(host, ANY_PORT);
    }

    /** Whether it is this machine, by its name or address. */
    static boolean loopback(String host) {
        String name = bare(host);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        if (address == null) {
            return name.equals("localhost") || name.endsWith(".localhost");
        }
        return address.length == 4 ? address[0] == 127 : name.equals("::1") || name.equals("0:0:0:0:0:0:0:1");
    }

    private static Entry entry(String text) {
        String rest = text;
        int port = ANY_PORT;
        int colon = rest.lastIndexOf(':');
        // In a bare IPv6 address a colon is no port's.
        boolean ported = colon > 0 && (rest.indexOf(':') == colon || rest.charAt(colon - 1) == ']');
        if (ported && rest.substring(colon + 1).matches("[0-9]{1,5}")) {
            port = Integer.parseInt(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(bare(slash < 0 ? rest : rest.substring(0, slash)));
        if (address != null) {
            int all = 8 * address.length;
            boolean block = slash >= 0 && rest.substring(slash + 1).matches("[0-9]{1,3}");
            return new Entry(null, address, block ? Math.min(all, Integer.parseInt(rest.substring(slash + 1))) : all,
                    port);
        }
        return new Entry(rest.equals("*") ? rest : bare(rest).replaceFirst("^\\*?\\.", ""), null, 0, port);
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
