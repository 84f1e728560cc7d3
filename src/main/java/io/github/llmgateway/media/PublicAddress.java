package io.github.llmgateway.media;

import io.github.llmgateway.config.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether an address is anybody's on the internet. The ranges that are not are those of IANA's registries of special
 * purpose addresses (iana.org/assignments/iana-ipv4-special-registry, .../iana-ipv6-special-registry), and what clouds
 * answer their machines from.
 */
final class PublicAddress {

    private static final List<Network> RESERVED = networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Azure's platform, inside each of its machines
            // (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
            "168.63.129.16",
            // Teredo and other protocols' own, examples, IPv4 in IPv6's clothes (6to4).
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    /** All that is given out to networks is in there; loopback, link-local and private addresses are not. */
    private static final Network GIVEN_OUT = Network.parse("2000::/3");
    /** An IPv4 address as networks without IPv4 write it (RFC 6052): it leads where its last four bytes lead. */
    private static final Network TRANSLATED = Network.parse("64:ff9b::/96");

    private PublicAddress() {
    }

    /** Whether it is; everything that is not known to be is not. */
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        String figures = address.getHostAddress();
        if (bytes.length == 16 && TRANSLATED.contains(figures)) {
            return free((bytes[12] & 255) + "." + (bytes[13] & 255) + "." + (bytes[14] & 255) + "."
                    + (bytes[15] & 255));
        }
        return free(figures) && (bytes.length == 4 || GIVEN_OUT.contains(figures));
    }

    private static boolean free(String figures) {
        return RESERVED.stream().noneMatch(range -> range.contains(figures));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
