package io.github.llmgateway.upstream;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.ProxyAddress;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.MultiMap;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What a broken way to a target means and what to do about it, in the operator's words. The messages are listed in
 * {@code docs/corporate-network.md}. They name hosts, issuers of certificates and proxies, never an address's path or
 * a secret.
 *
 * @param provider the provider's name; null where the target is somebody else
 * @param host     the target's host
 * @param proxy    the proxy on the way; null for none
 * @param asked    whether the proxy itself is asked, as for a target in plain HTTP, so that it answers in the
 *                 target's place
 */
record Unreachable(String provider, String host, ProxyAddress proxy, boolean asked) {

    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");
    private static final int PROXY_AUTHENTICATION = 407;

    /** The failure that an exception means. */
    Failure because(Throwable cause) {
        String message = tls(cause);
        if (message == null) {
            message = connection(cause);
        }
        if (message == null) {
            return failure("broke the connection before it had answered.").withCause(cause);
        }
        return failure(message);
    }

    /** What a proxy's own 407 to a request for a whole address means; null: the answer is the target's. */
    Failure because(int status, MultiMap headers) {
        return asked && status == PROXY_AUTHENTICATION
                ? failure(refused(status, headers.getAll("proxy-authenticate"))) : null;
    }

    private Failure failure(String message) {
        String whom = provider == null ? host : "The provider " + provider + " (" + host + ")";
        return Failure.of(FailureKind.UNAVAILABLE, whom + " " + message);
    }

    private String tls(Throwable cause) {
        Untrusted untrusted = find(cause, Untrusted.class);
        boolean byProxy = find(cause, Tunnel.ProxyTlsException.class) != null;
        String shown = byProxy ? "cannot be reached: the certificate of the proxy " + proxy + " was refused: "
                : "cannot be trusted: its certificate was refused: ";
        if (untrusted != null && untrusted.issuerUnknown()) {
            return shown + untrusted.getMessage() + ". If that is your company's authority, name its certificate (PEM) "
                    + "in SSL_CERT_FILE or litellm_settings.ssl_verify.";
        }
        if (untrusted != null) {
            return shown + untrusted.getMessage() + ".";
        }
        ProxyConnectException refused = find(cause, ProxyConnectException.class);
        if (refused != null) {
            return tunnel(refused);
        }
        if (find(cause, SSLException.class) == null && find(cause, SslHandshakeTimeoutException.class) == null) {
            return null;
        }
        return "cannot be reached: " + handshake(cause, byProxy ? "the proxy " + proxy : "it");
    }

    private String handshake(Throwable cause, String whose) {
        String text = String.valueOf(last(cause).getMessage());
        if (find(cause, NotSslRecordException.class) != null || text.contains("Unsupported or unrecognized SSL")) {
            return whose + " does not speak TLS on that port. Is http:// meant instead of https://?";
        }
        if (text.contains("protocol_version") || text.contains("protocol version")) {
            return whose + " offers no version of TLS from 1.2 on.";
        }
        if (find(cause, SslHandshakeTimeoutException.class) != null) {
            return whose + " did not end the TLS handshake in time.";
        }
        if (find(cause, ClosedChannelException.class) != null || find(cause, SocketException.class) != null) {
            return whose + " broke off the TLS handshake" + (proxy == null
                    ? "; a firewall may forbid the direct way: is HTTPS_PROXY missing?"
                    : "; a filter on the way may forbid " + host + ".");
        }
        return whose + " refused the TLS handshake" + alert(text)
                + ". If it asks for a client certificate, name one in litellm_settings.ssl_certificate.";
    }

    private static String alert(String text) {
        int at = text.indexOf("alert: ");
        return at < 0 ? "" : " (" + text.substring(at + "alert: ".length()) + ")";
    }

    private String tunnel(ProxyConnectException refused) {
        Matcher status = STATUS.matcher(String.valueOf(refused.getMessage()));
        if (status.find()) {
            List<String> offers = refused instanceof HttpProxyConnectException http && http.headers() != null
                    ? http.headers().getAll("proxy-authenticate") : List.of();
            return refused(Integer.parseInt(status.group(1)), offers);
        }
        String text = String.valueOf(refused.getMessage());
        if (text.endsWith("timeout")) {
            return "cannot be reached: the proxy " + proxy + " did not open a way to " + host + " in time.";
        }
        boolean socks = proxy != null && proxy.socks() && text.toLowerCase(Locale.ROOT).contains("status");
        return "cannot be reached: the proxy " + proxy + (socks
                ? " refused a way to " + host + ". Are user and password right, is that host allowed?"
                : " broke the connection when asked for " + host + ". Does it speak " + proxy.scheme() + "?");
    }

    private String refused(int status, List<String> offers) {
        if (status == PROXY_AUTHENTICATION) {
            return "cannot be reached: the proxy " + proxy + " wants authentication (407), and "
                    + (proxy.user() == null ? "no user and password are configured. " : "refused the user and password "
                    + "that were sent. ") + Challenge.mend(offers, proxy.user() != null);
        }
        if (status == 403) {
            return "cannot be reached: the proxy " + proxy + " blocks " + host
                    + " (403). Ask whoever runs it to allow that host.";
        }
        return "cannot be reached: the proxy " + proxy + " answered " + status + " when asked for " + host + ". "
                + (status >= 500 ? "It may not reach or resolve that host itself."
                : "Ask whoever runs it whether CONNECT to that host and port is allowed.");
    }

    private String connection(Throwable cause) {
        String way = "cannot be reached: ";
        if (find(cause, UnknownHostException.class) != null) {
            return way + (proxy == null ? "its name is not known to DNS. Is it spelt right, or is a proxy to resolve "
                    + "it (HTTPS_PROXY)?" : "the name of the proxy " + proxy + " is not known to DNS.");
        }
        String peer = proxy == null ? host : "the proxy " + proxy;
        String here = proxy == null ? " Is a proxy needed (HTTPS_PROXY)?" : " Is its address right?";
        if (find(cause, ConnectTimeoutException.class) != null || find(cause, TimeoutException.class) != null) {
            return way + "no connection to " + peer + " came about in time." + here;
        }
        if (find(cause, ConnectException.class) != null) {
            boolean refused = String.valueOf(last(cause).getMessage()).contains("refused");
            return way + (refused ? "connection refused by " : "no connection to ") + peer + "."
                    + (proxy == null ? "" : here);
        }
        return null;
    }

    private static <T extends Throwable> T find(Throwable thrown, Class<T> type) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    private static Throwable last(Throwable thrown) {
        Throwable each = thrown;
        while (each.getCause() != null) {
            each = each.getCause();
        }
        return each;
    }
}
