package io.github.llmgateway.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The only way out of a company's network: a forward proxy that wants a user and a password (Basic), opens tunnels
 * ({@code CONNECT}), looks into their TLS with certificates that its own authority issues for each name as it is asked
 * for, and forwards plain HTTP. Each host name leads to a stand-in on this machine that speaks plain HTTP. Names under
 * {@code .test} and {@code .invalid} (RFC 2606) exist for nobody else: a request that reaches one came through here.
 */
public final class CorporateProxy implements AutoCloseable {

    /** Its user's name and password, with everything in them that an address has to encode. */
    public static final String USER = "corp\\jane";
    public static final String PASSWORD = "p@ss:w/rd%1";

    private static final String LOCAL = "127.0.0.1";

    /**
     * A request that it has seen: of a tunnel the {@code CONNECT} first, then what came through it.
     *
     * @param host   without the port
     * @param path   with the query; empty for {@code CONNECT}
     */
    public record Request(String host, String method, String path) {
    }

    private final Vertx vertx = Vertx.vertx();
    private final Authority authority = new Authority("CN=Corp Root CA, O=Corp");
    private final Map<String, Integer> hosts;
    private final boolean tls;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private final Path directory;
    private final Path authorityFile;
    private final HttpClient forwarding = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64));
    private final NetClient tunnelling = vertx.createNetClient();
    private final HttpServer inspector;
    private final HttpServer front;
    private volatile List<String> offers = List.of("Basic realm=\"corp\"");

    private CorporateProxy(Map<String, Integer> hosts, boolean tls) {
        this.hosts = Map.copyOf(hosts);
        this.tls = tls;
        try {
            directory = Files.createTempDirectory("corporate-proxy");
            authorityFile = authority.file(directory);
            inspector = await(vertx.createHttpServer(secure()).requestHandler(this::inspect).listen(0, LOCAL));
            front = await(vertx.createHttpServer(tls ? secure() : new HttpServerOptions())
                    .requestHandler(this::admit).listen(0, LOCAL));
        } catch (Exception e) {
            throw new IllegalStateException("the proxy does not start", e);
        }
    }

    /** Starts one that knows these hosts: name to the port of a stand-in; the name {@code *} stands for all others. */
    public static CorporateProxy start(Map<String, Integer> hosts) {
        return new CorporateProxy(hosts, false);
    }

    /** The same, itself spoken to over TLS. */
    public static CorporateProxy startTls(Map<String, Integer> hosts) {
        return new CorporateProxy(hosts, true);
    }

    /** What an employee's environment looks like: the proxy with its password in all variables, and its authority. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HTTPS_PROXY", url());
        environment.put("HTTP_PROXY", url());
        environment.put("SSL_CERT_FILE", authorityFile.toString());
        return environment;
    }

    /** Its address with user and password, encoded. */
    public String url() {
        return url(USER, PASSWORD);
    }

    /** Its address with another user and password. */
    public String url(String user, String password) {
        return scheme() + encoded(user) + ":" + encoded(password) + "@" + LOCAL + ":" + port();
    }

    /** Its address without user and password. */
    public String bareUrl() {
        return scheme() + LOCAL + ":" + port();
    }

    /** Its port, on 127.0.0.1. */
    public int port() {
        return front.actualPort();
    }

    /** The authority that its certificates come from. */
    public Authority authority() {
        return authority;
    }

    /** The file with the authority's certificate, PEM. */
    public Path authorityFile() {
        return authorityFile;
    }

    /** All that it let pass, in order. */
    public List<Request> requests() {
        return requests;
    }

    /** The requests for a host, without the tunnels for them. */
    public List<Request> requests(String host) {
        return requests.stream().filter(one -> one.host().equals(host) && !one.method().equals("CONNECT")).toList();
    }

    /** Answers 403 from now on when asked for that host. */
    public CorporateProxy block(String host) {
        blocked.add(host);
        return this;
    }

    /** Accepts nobody from now on and offers these schemes, such as {@code Negotiate} and {@code NTLM}. */
    public CorporateProxy offer(String... schemes) {
        offers = List.of(schemes);
        return this;
    }

    private String scheme() {
        return tls ? "https://" : "http://";
    }

    private HttpServerOptions secure() {
        return new HttpServerOptions().setSsl(true).setSni(true).setUseAlpn(true)
                .setKeyCertOptions(new IssuedKeys(authority::issue, LOCAL));
    }

    private void admit(HttpServerRequest request) {
        if (!welcome(request.getHeader(HttpHeaders.PROXY_AUTHORIZATION))) {
            request.response().setStatusCode(407).putHeader("Proxy-Authenticate", offers).end("who are you?");
            return;
        }
        boolean connect = request.method() == HttpMethod.CONNECT;
        URI uri = URI.create(connect ? "tunnel://" + request.uri() : request.uri());
        String host = uri.getHost();
        if (host == null) {
            request.response().setStatusCode(400).end("a proxy is asked for whole addresses");
        } else if (blocked.contains(host)) {
            request.response().setStatusCode(403).end("not in this company");
        } else if (standIn(host) == null) {
            request.response().setStatusCode(502).end("no such host");
        } else if (connect) {
            requests.add(new Request(host, "CONNECT", ""));
            tunnel(request);
        } else {
            request.headers().remove(HttpHeaders.PROXY_AUTHORIZATION);
            forward(request, host, uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        }
    }

    private boolean welcome(String authorization) {
        String expected = "Basic " + Base64.getEncoder()
                .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return offers.get(0).startsWith("Basic") && expected.equals(authorization);
    }

    private void tunnel(HttpServerRequest request) {
        request.pause();
        tunnelling.connect(inspector.actualPort(), LOCAL).onSuccess(inside -> {
            inside.pause();
            request.toNetSocket().onSuccess(outside -> {
                join(outside, inside);
                join(inside, outside);
            }).onFailure(gone -> inside.close());
        }).onFailure(none -> request.response().setStatusCode(502).end());
    }

    private static void join(NetSocket from, NetSocket to) {
        from.exceptionHandler(broken -> to.close());
        from.pipeTo(to);
    }

    private void inspect(HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().host();
        if (standIn(host) == null) {
            request.response().setStatusCode(502).end("no such host");
        } else {
            forward(request, host, request.uri());
        }
    }

    private Integer standIn(String host) {
        return hosts.getOrDefault(host, hosts.get("*"));
    }

    private void forward(HttpServerRequest request, String host, String path) {
        requests.add(new Request(host, request.method().name(), path));
        request.pause();
        request.response().exceptionHandler(gone -> { });
        forwarding.request(new RequestOptions().setHost(LOCAL).setPort(standIn(host)).setURI(path)
                .setMethod(request.method()).setHeaders(request.headers())).compose(onward -> {
                    request.response().closeHandler(gone -> onward.reset());
                    return onward.send(request);
                }).compose(answer -> {
                    request.response().setStatusCode(answer.statusCode());
                    request.response().headers().setAll(answer.headers());
                    return answer.pipeTo(request.response());
                }).onFailure(broken -> request.response().reset());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try {
            Files.deleteIfExists(authorityFile);
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            // A temporary directory may stay.
        }
    }
}
