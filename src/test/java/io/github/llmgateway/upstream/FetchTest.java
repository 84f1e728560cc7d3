package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Proxies;
import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.config.TrustFile;
import io.github.llmgateway.config.UpstreamSettings;
import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.CorporateProxy;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.TlsServer;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests beside the calls to models. */
class FetchTest {

    @TempDir
    private Path directory;
    private final Vertx vertx = Vertx.vertx();
    private final Clients clients = new Clients(vertx);
    private final Fetch fetch = clients.fetch();
    private final StubProvider server = new StubProvider(StubProvider.json(200, "{\"a\":1}"));

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Fetch.Request get(String uri, long millis, int bytes) {
        return new Fetch.Request(HttpMethod.GET, uri, null, null, millis, bytes, null);
    }

    private CompletableFuture<Fetch.Fetched> send(Fetch.Request request) {
        return fetch.send(request).toCompletionStage().toCompletableFuture();
    }

    private FailureKind failure(Fetch.Request request) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> send(request).join());
        return ((Failure) thrown.getCause()).kind();
    }

    @Test
    void whatIsAskedArrivesAndTheAnswerComesWhole() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("x-own", "1");
        Fetch.Fetched got = send(new Fetch.Request(HttpMethod.POST, server.url() + "/token?x=1", headers,
                Buffer.buffer("a=b"), 5000, 100, null)).join();

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).hasToString("{\"a\":1}");
        assertThat(got.headers().get("content-type")).isEqualTo("application/json");
        assertThat(server.last().uri()).isEqualTo("/token?x=1");
        assertThat(server.last().headers().get("x-own")).isEqualTo("1");
        assertThat(server.last().text()).isEqualTo("a=b");
    }

    @Test
    void anEventLoopMaySendToo() {
        CompletableFuture<Fetch.Fetched> got = new CompletableFuture<>();
        vertx.runOnContext(loop -> fetch.send(get(server.url(), 5000, 100)).onSuccess(got::complete)
                .onFailure(got::completeExceptionally));

        assertThat(got.join().status()).isEqualTo(200);
    }

    @Test
    void aRedirectIsAnAnswerLikeAnyOther() {
        server.behave((asked, response) -> response.setStatusCode(302).putHeader("location", "http://127.0.0.1:1/")
                .end());

        assertThat(send(get(server.url(), 5000, 100)).join().status()).isEqualTo(302);
    }

    @Test
    void anAnswerThatIsTooLargeIsCutOff() {
        server.behave(StubProvider.json(200, "x".repeat(101)));

        assertThat(failure(get(server.url(), 5000, 100))).isEqualTo(FailureKind.TOO_LARGE);
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpAndItsConnectionGoes() throws Exception {
        server.behave((asked, response) -> response.setChunked(true).write("begun"));

        assertThat(failure(get(server.url(), 200, 100))).isEqualTo(FailureKind.TIMEOUT);
        assertThat(server.wasLeft(10)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/y", "no address", "/path", "http://", ""})
    void whatIsNoAddressIsRefusedWithoutBeingQuoted(String uri) {
        CompletionStage<Fetch.Fetched> sent = send(get(uri, 1000, 100));

        CompletionException thrown = catchThrowableOfType(CompletionException.class,
                () -> sent.toCompletableFuture().join());
        assertThat(thrown.getCause()).isInstanceOf(Failure.class)
                .hasMessage("What was to be fetched is no address that begins with http:// or https://.");
    }

    private Fetch.Request asking(String uri, Predicate<InetAddress> allowed) {
        return new Fetch.Request(HttpMethod.GET, uri, null, null, 9000, 100, null, allowed, null);
    }

    @Test
    void aHostThatLeadsToAnAddressThatIsNotAllowedIsNotConnectedTo() {
        String named = server.url().replace("127.0.0.1", "localhost");

        Predicate<InetAddress> elsewhere = address -> !address.isLoopbackAddress();
        assertThat(failure(asking(server.url(), elsewhere))).isEqualTo(FailureKind.PERMISSION);
        assertThat(failure(asking(named, elsewhere))).isEqualTo(FailureKind.PERMISSION);
        assertThat(server.asked()).isEmpty();
        assertThat(send(asking(named, InetAddress::isLoopbackAddress)).join().status()).isEqualTo(200);
        assertThat(server.last().headers().get("host")).startsWith("localhost:");
    }

    @Test
    void theCertificateIsStillTheNamesWhereTheAddressWasAskedAbout() {
        Authority authority = new Authority("CN=Corp Root CA");
        try (TlsServer tls = TlsServer.with(authority.issue("localhost"))) {
            use(Proxies.NONE, new Trust(true, List.of(file(authority)), null));

            assertThat(send(asking(tls.url(), InetAddress::isLoopbackAddress)).join().body()).hasToString("ok");
        }
    }

    private TrustFile file(Authority authority) {
        return new TrustFile("SSL_CERT_FILE", authority.file(directory), FileTime.fromMillis(1));
    }

    private void use(Proxies proxies, Trust trust) {
        UpstreamSettings unset = UpstreamSettings.DEFAULT;
        clients.use(new UpstreamSettings(unset.connectTimeout(), unset.firstByteTimeout(), unset.idleTimeout(), proxies,
                trust, 10, unset.pingInterval()));
    }

    @Test
    void theSettingsInForceWhenItIsSentDecideOnTheProxy() {
        try (CorporateProxy proxy = CorporateProxy.start(
                Map.of("login.test", URI.create(server.url()).getPort()))) {
            assertThat(failure(get("http://login.test/", 9000, 100))).isEqualTo(FailureKind.UNAVAILABLE);

            ProxyAddress address = new ProxyAddress("http", "127.0.0.1", proxy.port(), CorporateProxy.USER,
                    Secret.of(CorporateProxy.PASSWORD));
            use(new Proxies(address, address, List.of()), Trust.DEFAULT);

            // The proxy resolves the name: what it may reach is its own matter, but not what is written in figures.
            assertThat(failure(asking("http://10.1.2.3/", each -> !each.isSiteLocalAddress())))
                    .isEqualTo(FailureKind.PERMISSION);
            assertThat(send(asking("http://login.test/", each -> false)).join().status()).isEqualTo(200);
            proxy.requests().clear();
            assertThat(send(get("http://login.test/token", 9000, 100)).join().status()).isEqualTo(200);
            assertThat(proxy.requests("login.test")).hasSize(1);
        }
    }
}
