package io.github.llmgateway.upstream;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a proxy's {@code Proxy-Authenticate} (RFC 9110, 11.7.1) leaves an operator to do. Basic is all that is spoken
 * here.
 */
final class Challenge {

    private Challenge() {
    }

    /** The mend for a refusal with these challenges. {@code sent}: whether a user and password went along. */
    static String mend(List<String> offers, boolean sent) {
        List<String> schemes = offers.stream()
                .map(offer -> offer.strip().split("[ ,]", 2)[0])
                .filter(scheme -> scheme.matches("[A-Za-z0-9-]{1,20}"))
                .distinct().limit(5).toList();
        boolean basic = schemes.stream().anyMatch(scheme -> scheme.toLowerCase(Locale.ROOT).equals("basic"));
        if (schemes.isEmpty() || basic) {
            return sent ? "Check them; @ : / % in them are written as %40 %3A %2F %25."
                    : "Put them into its address: http://USER:PASSWORD@HOST:PORT.";
        }
        return "It offers " + schemes.stream().collect(Collectors.joining(", ")) + " and not Basic, which is what this "
                + "gateway speaks. Run a relay beside the gateway that does the rest, such as Px or cntlm, and name it "
                + "as the proxy.";
    }
}
