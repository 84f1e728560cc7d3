package io.github.llmgateway.door;

import io.github.llmgateway.call.Caller;
import io.github.llmgateway.config.ListenSettings;
import io.github.llmgateway.config.Network;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;

/**
 * Who sends a request. What {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For} and {@code X-Forwarded-Host} say is
 * believed of the proxies that the operator names, and of nobody else: a client can write them as well.
 */
public final class Callers {

    private final List<Network> trusted;
    private final boolean certificates;

    /** Believes whom the settings name. */
    public Callers(ListenSettings settings) {
        this.trusted = settings.trustedProxies();
        this.certificates = settings.tls() != null && settings.tls().clientAuthorities() != null;
    }

    /** Notes the sender in the exchange. */
    void note(HttpServerRequest request, Exchange exchange) {
        exchange.setProperty(Caller.ADDRESS, address(request));
        if (certificates) {
            exchange.setProperty(Caller.CERTIFICATE, subject(request));
        }
    }

    /** The client's address: the last that no trusted proxy is known by; null: the connection has none. */
    String address(HttpServerRequest request) {
        String peer = peer(request);
        if (!trusts(peer)) {
            return peer;
        }
        List<String> hops = hops(request);
        String believed = peer;
        for (int i = hops.size() - 1; i >= 0 && trusts(believed); i--) {
            String hop = bare(hops.get(i));
            if (!Network.isAddress(hop)) {
                // "unknown", or a name that hides it: what comes before was told by we do not know whom.
                break;
            }
            believed = hop;
        }
        return believed;
    }

    /** The host and port that the client asked for, where a trusted proxy tells; else the request's; may be null. */
    public String host(HttpServerRequest request) {
        if (trusts(peer(request)) && !ambiguous(request)) {
            String forwarded = last(request.headers().getAll("forwarded"), "host");
            String told = forwarded != null ? forwarded : last(request.headers().getAll("x-forwarded-host"));
            if (told != null) {
                return told;
            }
        }
        return request.authority() == null ? null : request.authority().toString();
    }

    private static String peer(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        return address == null ? null : address.hostAddress();
    }

    private boolean trusts(String address) {
        if (address == null) {
            return false;
        }
        for (Network network : trusted) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The addresses in the order of the way, the client's own first. */
    private static List<String> hops(HttpServerRequest request) {
        List<String> forwarded = request.headers().getAll("forwarded");
        List<String> hops = new ArrayList<>();
        if (ambiguous(request)) {
            return hops;
        }
        if (forwarded.isEmpty()) {
            elements(request.headers().getAll("x-forwarded-for")).forEach(hops::add);
        } else {
            elements(forwarded).forEach(element -> hops.add(String.valueOf(parameter(element, "for"))));
        }
        return hops;
    }

    /** A proxy writes one kind of header and lets the other pass: who sees both cannot tell which the client made up. */
    private static boolean ambiguous(HttpServerRequest request) {
        return request.headers().contains("forwarded")
                && (request.headers().contains("x-forwarded-for") || request.headers().contains("x-forwarded-host"));
    }

    private static String last(List<String> headers) {
        List<String> elements = elements(headers);
        return elements.isEmpty() ? null : elements.get(elements.size() - 1);
    }

    private static String last(List<String> headers, String parameter) {
        String element = last(headers);
        return element == null ? null : parameter(element, parameter);
    }

    private static List<String> elements(List<String> headers) {
        List<String> elements = new ArrayList<>();
        for (String header : headers) {
            for (String element : header.split(",")) {
                elements.add(element.strip());
            }
        }
        return elements;
    }

    private static String parameter(String element, String name) {
        for (String pair : element.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return pair.substring(equals + 1).strip().replace("\"", "");
            }
        }
        return null;
    }

    /** An address without the port that may stand behind it, and without IPv6's brackets. */
    private static String bare(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static String subject(HttpServerRequest request) {
        try {
            List<Certificate> chain = request.connection().peerCertificates();
            return chain != null && !chain.isEmpty() && chain.get(0) instanceof X509Certificate own
                    ? own.getSubjectX500Principal().getName() : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }
}
