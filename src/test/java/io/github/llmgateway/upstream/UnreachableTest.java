package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.config.TrustFile;
import io.github.llmgateway.config.UpstreamSettings;
import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.CorporateProxy;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.TlsServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when the way out is broken: each break over real sockets, each with its own words. */
class UnreachableTest {

    @TempDir
    private Path directory;
    private final Authority authority = new Authority("CN=Corp Root CA");
    private final Vertx vertx = Vertx.vertx();
    private final Clients clients = new Clients(vertx);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Fetch.Fetched get(String uri, ProxyAddress proxy, Trust trust) {
        UpstreamSettings unset = UpstreamSettings.DEFAULT;
        clients.use(new UpstreamSettings(Duration.ofSeconds(2), unset.firstByteTimeout(), unset.idleTimeout(),
                unset.proxies(), trust, 10, unset.pingInterval()));
        return clients.fetch().send(new Fetch.Request(HttpMethod.GET, uri, null, null, 20_000, 1000, proxy))
                .toCompletionStage().toCompletableFuture().join();
    }

    private String refusal(String uri, ProxyAddress proxy, Trust trust) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> get(uri, proxy, trust));
        assertThat(thrown).as("it was answered").isNotNull();
        assertThat(thrown.getCause()).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
        return thrown.getCause().getMessage();
    }

    private static ProxyAddress http(String host, int port) {
        return new ProxyAddress("http", host, port, null, null);
    }

    private Trust trusting() {
        return new Trust(true, List.of(file(authority.file(directory))), null);
    }

    private static TrustFile file(Path path) {
        try {
            return new TrustFile("SSL_CERT_FILE", path, Files.getLastModifiedTime(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNamedIsBelieved() {
        try (TlsServer server = TlsServer.with(authority.issue("localhost"))) {
            assertThat(get(server.url(), null, trusting()).body()).hasToString("ok");
        }
    }

    @Test
    void anUnknownIssuer() {
        try (TlsServer server = TlsServer.with(authority.issue("localhost"))) {
            assertThat(refusal(server.url(), null, Trust.DEFAULT)).isEqualTo("localhost cannot be trusted: its "
                    + "certificate was refused: it is issued by CN=Corp Root CA, who is not trusted here. If that is your "
                    + "company's authority, name its certificate (PEM) in SSL_CERT_FILE or litellm_settings.ssl_verify.");
        }
    }

    @Test
    void anExpiredCertificate() {
        Instant until = Instant.parse("2020-01-31T00:00:00Z");
        try (TlsServer server = TlsServer.with(authority.issue("localhost", until.minus(Duration.ofDays(9)), until))) {
            assertThat(refusal(server.url(), null, trusting()))
                    .endsWith("its certificate was refused: it expired on 2020-01-31T00:00:00Z.");
        }
    }

    @Test
    void aCertificateOfTheFuture() {
        Instant from = Instant.parse("2199-01-01T00:00:00Z");
        try (TlsServer server = TlsServer.with(authority.issue("localhost", from, from.plus(Duration.ofDays(9))))) {
            assertThat(refusal(server.url(), null, trusting())).contains("valid from 2199-01-01", "clock right?");
        }
    }

    @Test
    void aCertificateForAnotherName() {
        try (TlsServer server = TlsServer.with(authority.issue("other.example"))) {
            assertThat(refusal(server.url(), null, trusting())).endsWith("it is for other.example, not for that name.");
        }
    }

    @Test
    void aServerThatSpeaksOnlyOldTls() throws Exception {
        // The JDK refuses to speak TLS 1.1 on this side, too, so the alert is sent by hand.
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread alerting = answering(socket, new byte[] {0x15, 3, 1, 0, 2, 2, 70});
            assertThat(refusal("https://localhost:" + socket.getLocalPort(), null, Trust.DEFAULT))
                    .endsWith("it offers no version of TLS from 1.2 on.");
            alerting.join(5000);
        }
    }

    @Test
    void aServerThatBreaksTheHandshakeOff() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread closing = answering(socket, new byte[0]);
            assertThat(refusal("https://localhost:" + socket.getLocalPort(), null, Trust.DEFAULT))
                    .contains("it broke off the TLS handshake; a firewall may forbid the direct way");
            closing.join(5000);
        }
    }

    /** Reads what a client says first, answers with those bytes and closes. */
    private static Thread answering(ServerSocket socket, byte[] answer) {
        Thread thread = new Thread(() -> {
            try (Socket client = socket.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream().write(answer);
            } catch (IOException gone) {
                // The client sees that soon enough.
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aServerThatDoesNotSpeakTls() {
        try (StubProvider plain = new StubProvider(StubProvider.json(200, "{}"))) {
            assertThat(refusal(plain.url().replace("http://", "https://"), null, Trust.DEFAULT))
                    .endsWith("it does not speak TLS on that port. Is http:// meant instead of https://?");
        }
    }

    @Test
    void aServerThatAsksForACertificateIsShownOne() throws Exception {
        Path file = authority.file(directory);
        try (TlsServer server = TlsServer.mutual(authority.issue("localhost"), file)) {
            assertThat(refusal(server.url(), null, trusting())).contains("litellm_settings.ssl_certificate");

            Path own = Files.writeString(directory.resolve("own.pem"), authority.issue("gateway").pem());
            Trust showing = new Trust(true, trusting().authorities(), file(own));
            assertThat(get(server.url(), null, showing).body()).hasToString("ok");
        }
    }

    @Test
    void aNameThatDnsDoesNotKnow() {
        assertThat(refusal("https://api.nowhere.invalid/x?key=secret", null, Trust.DEFAULT)).isEqualTo(
                "api.nowhere.invalid cannot be reached: its name is not known to DNS. Is it spelt right, or is a proxy "
                        + "to resolve it (HTTPS_PROXY)?");
    }

    @Test
    void aPortThatNobodyListensOn() throws Exception {
        assertThat(refusal("http://localhost:" + closedPort(), null, Trust.DEFAULT))
                .isEqualTo("localhost cannot be reached: connection refused by localhost.");
    }

    @Test
    void aHostThatDoesNotAnswer() throws Exception {
        // A full backlog: the kernel lets further connections wait.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(refusal("http://localhost:" + full.getLocalPort(), null, Trust.DEFAULT))
                    .contains("no connection to localhost came about in time");
        }
    }

    @Test
    void aProxyThatDnsDoesNotKnow() {
        assertThat(refusal("https://api.anthropic.test", http("proxy.invalid", 3128), Trust.DEFAULT)).isEqualTo(
                "api.anthropic.test cannot be reached: the name of the proxy http://proxy.invalid:3128 is not known to "
                        + "DNS.");
    }

    @Test
    void aProxyThatDoesNotListen() throws Exception {
        int port = closedPort();
        assertThat(refusal("https://api.anthropic.test", http("localhost", port), Trust.DEFAULT)).isEqualTo(
                "api.anthropic.test cannot be reached: connection refused by the proxy http://localhost:" + port
                        + ". Is its address right?");
    }

    @Test
    void aProxyThatCannotReachTheHost() {
        try (CorporateProxy proxy = CorporateProxy.start(Map.of())) {
            ProxyAddress address = new ProxyAddress("http", "localhost", proxy.port(), CorporateProxy.USER,
                    Secret.of(CorporateProxy.PASSWORD));
            assertThat(refusal("https://api.anthropic.test", address, Trust.DEFAULT)).contains(
                    "answered 502 when asked for api.anthropic.test. It may not reach or resolve that host itself.");
        }
    }

    @Test
    void aProxyThatIsSpokenToInTheWrongWay() {
        try (CorporateProxy proxy = CorporateProxy.start(Map.of())) {
            ProxyAddress tls = new ProxyAddress("https", "localhost", proxy.port(), null, null);
            assertThat(refusal("https://api.anthropic.test", tls, Trust.DEFAULT))
                    .contains("the proxy https://localhost:" + proxy.port() + " does not speak TLS on that port");
        }
    }
}
