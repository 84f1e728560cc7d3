package io.github.llmgateway.media;

import io.github.llmgateway.config.MediaSettings;
import io.github.llmgateway.config.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which hosts a client may have something fetched from: all on the internet, and those inside one's own network that
 * the configuration names. Safe for all threads.
 */
final class Admission {

    /** Names that mean something to a network or a machine of its own (RFC 6761, 6762, 8375, ICANN's .internal). */
    private static final Set<String> OWN_ENDINGS = Set.of("localhost", "local", "internal", "home.arpa");
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private final boolean any;
    private final List<Network> networks = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Admission(MediaSettings settings) {
        this.any = settings.anyAddress();
        for (String host : settings.allowHosts()) {
            Network network = Network.parse(host);
            if (network != null) {
                networks.add(network);
            } else {
                names.add(host.startsWith("*.") ? host.substring(1) : host);
            }
        }
    }

    /** Which addresses may be connected to for it; {@link Refused}: none, whatever it resolves to. */
    Predicate<InetAddress> addresses(Target target) throws Refused {
        if (any || named(target)) {
            return address -> true;
        }
        if (target.port() < FIRST_UNPRIVILEGED_PORT && target.port() != 80 && target.port() != 443) {
            throw new Refused(target.host() + " is not asked on that port: below 1024 only 80 and 443 are the web's.");
        }
        // Whoever has opened networks has their names resolved, and the addresses decide.
        if (networks.isEmpty() && !target.figures() && own(target.host())) {
            throw new Refused(target.host() + " is a name of one's own network, and nothing is fetched from there.");
        }
        return address -> PublicAddress.is(address)
                || networks.stream().anyMatch(range -> range.contains(address.getHostAddress()));
    }

    private static boolean own(String name) {
        return name.indexOf('.') < 0 || OWN_ENDINGS.stream().anyMatch(ending -> name.endsWith("." + ending));
    }

    private boolean named(Target target) {
        String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        String withPort = host + ":" + target.port();
        for (String name : names) {
            if (name.startsWith(".") ? host.endsWith(name) || withPort.endsWith(name)
                    : name.equals(host) || name.equals(withPort)) {
                return true;
            }
        }
        return false;
    }
}
