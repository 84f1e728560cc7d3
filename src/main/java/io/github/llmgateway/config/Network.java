package io.github.llmgateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is a range of one. */
public final class Network {

    private static final Pattern V4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Every address. */
    public static final List<Network> ALL = List.of(parse("0.0.0.0/0"), parse("::/0"));

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** The range that a text names; null: it names none. */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int most = 8 * address.length;
        if (slash < 0) {
            return new Network(address, most);
        }
        String length = text.substring(slash + 1);
        return length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= most
                ? new Network(address, Integer.parseInt(length)) : null;
    }

    /** Whether an address in figures belongs to it; a name or anything else does not. Nothing is looked up. */
    public boolean contains(String text) {
        byte[] other = address(text);
        if (other == null || other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int mask = 0xff00 >> bits % 8 & 0xff;
        return mask == 0 || (address[whole] & mask) == (other[whole] & mask);
    }

    /** Whether the text is an IP address in figures. */
    public static boolean isAddress(String text) {
        return address(text) != null;
    }

    /** The bytes of an address in figures; null: it is none. An IPv4 address in IPv6's clothes is one of IPv4. */
    private static byte[] address(String text) {
        int zone = text.indexOf('%');
        String figures = zone < 0 ? text : text.substring(0, zone);
        if (V4.matcher(figures).matches()) {
            byte[] address = new byte[4];
            String[] parts = figures.split("\\.");
            for (int i = 0; i < 4; i++) {
                int part = Integer.parseInt(parts[i]);
                if (part > 255) {
                    return null;
                }
                address[i] = (byte) part;
            }
            return address;
        }
        if (!V6.matcher(figures).matches()) {
            return null;
        }
        try {
            // With a colon in it the JDK takes it for an address in figures and asks no name server.
            return InetAddress.getByName(figures).getAddress();
        } catch (UnknownHostException none) {
            return null;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
