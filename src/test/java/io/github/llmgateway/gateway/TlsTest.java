package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.testing.Authority;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS at the listening socket: what is spoken, new certificates without a restart, and clients that show their own. */
class TlsTest {

    private static final String ASK = "GET /who HTTP/1.1\r\nhost: test\r\n\r\n";

    @TempDir
    private static Path files;
    private static final Authority AUTHORITY = new Authority("CN=authority");
    private static Authority.Written first;
    private static Authority.Written second;

    @TempDir
    private Path temp;
    private Path certificate;
    private Path key;

    @BeforeAll
    static void makeCertificates() {
        first = AUTHORITY.local("first").write(files);
        second = AUTHORITY.local("second").write(files);
    }

    @BeforeEach
    void useTheFirst() throws IOException {
        certificate = Files.copy(first.certificate(), temp.resolve("served.pem"));
        key = Files.copy(first.key(), temp.resolve("served.key"));
        Files.createDirectory(temp.resolve("routes"));
        Files.writeString(temp.resolve("routes/who.yaml"), """
                - route:
                    id: who
                    from:
                      uri: platform-http:/who
                      steps:
                        - setBody: {simple: "subject=${exchangeProperty.clientCertificate}"}
                """);
    }

    private RunningGateway gateway(String more) {
        return RunningGateway.with("""
                model_list: [{model_name: m, litellm_params: {model: simulator/text}}]
                gateway_settings: {drain_seconds: 1, tls: {certificate: "%s", key: "%s"%s}}
                """.formatted(certificate, key, more), Optional.of(temp.resolve("routes")));
    }

    private static HttpResponse<String> get(RunningGateway gateway, HttpClient.Version version, SSLContext context)
            throws Exception {
        return HttpClient.newBuilder().version(version).sslContext(context).build().send(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/who")).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static SSLSocket connect(RunningGateway gateway) throws IOException {
        SSLSocket socket = (SSLSocket) AUTHORITY.client(null).getSocketFactory()
                .createSocket("127.0.0.1", gateway.gateway().port());
        socket.setSoTimeout(15_000);
        socket.startHandshake();
        return socket;
    }

    private static String servedName(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    private static String servedName(RunningGateway gateway) throws IOException {
        try (SSLSocket socket = connect(gateway)) {
            return servedName(socket);
        }
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[15];
        socket.getInputStream().readNBytes(answer, 0, answer.length);
        StringBuilder rest = new StringBuilder();
        while (rest.indexOf("subject=") < 0) {
            rest.append((char) socket.getInputStream().read());
        }
        return new String(answer, StandardCharsets.US_ASCII);
    }

    private void serve(Authority.Written next) throws IOException {
        Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void theClientChoosesTheVersionOfHttp(HttpClient.Version version) throws Exception {
        try (RunningGateway gateway = gateway("")) {
            HttpResponse<String> answer = get(gateway, version, AUTHORITY.client(null));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.headers().map()).doesNotContainKey("location");
        }
    }

    @Test
    void nothingIsServedInClear() throws Exception {
        try (RunningGateway gateway = gateway(""); Wire wire = Wire.to(gateway)) {
            wire.send(ASK);
            assertThatThrownBy(() -> wire.until("HTTP/1.1")).isInstanceOfAny(EOFException.class, IOException.class);
        }
    }

    @Test
    void aNewCertificateServesNewConnectionsAndThoseThereGoOn() throws Exception {
        try (RunningGateway gateway = gateway(""); SSLSocket before = connect(gateway)) {
            assertThat(ask(before)).isEqualTo("HTTP/1.1 200 OK");

            serve(second);

            Eventually.holds("the second is served", () -> servedName(gateway).equals("CN=second"));
            assertThat(ask(before)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(servedName(before)).isEqualTo("CN=first");
        }
    }

    @Test
    void aBrokenCertificateIsToldAndTheOneBeforeGoesOn() throws Exception {
        try (RunningGateway gateway = gateway(""); CapturedLog log = CapturedLog.of(Gateway.class.getName())) {
            Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n");

            Eventually.holds("it is told", () -> log.lines().stream().anyMatch(line -> line.contains("is not taken")));

            assertThat(log.lines().get(0)).contains("gateway_settings.tls.certificate", certificate.toString(), "write it anew");
            assertThat(servedName(gateway)).isEqualTo("CN=first");
            serve(second);
            Eventually.holds("a good one is taken", () -> servedName(gateway).equals("CN=second"));
        }
    }

    @Test
    void aClientWithoutACertificateOfTheAuthorityIsTurnedAwayWhereOneIsRequired() throws Exception {
        try (RunningGateway gateway = gateway(", client_ca: \"" + AUTHORITY.file(files) + "\"")) {
            assertThatThrownBy(() -> get(gateway, HttpClient.Version.HTTP_1_1, AUTHORITY.client(null)))
                    .isInstanceOf(IOException.class);
            SSLContext mallory = AUTHORITY.client(new Authority("CN=stranger").local("mallory"));
            assertThatThrownBy(() -> get(gateway, HttpClient.Version.HTTP_1_1, mallory)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void routesKnowTheSubjectOfAClientsCertificate(HttpClient.Version version) throws Exception {
        try (RunningGateway gateway = gateway(", client_ca: \"" + AUTHORITY.file(files) + "\"")) {
            assertThat(get(gateway, version, AUTHORITY.client(AUTHORITY.local("alice"))).body()).isEqualTo("subject=CN=alice");
        }
    }

    @Test
    void whereItIsOptionalAClientWithoutCertificateIsServedAndHasNoSubject() throws Exception {
        try (RunningGateway gateway = gateway(", client_ca: \"" + AUTHORITY.file(files) + "\", client_auth: optional")) {
            assertThat(get(gateway, HttpClient.Version.HTTP_2, AUTHORITY.client(null)).body()).isEqualTo("subject=");
            assertThat(get(gateway, HttpClient.Version.HTTP_2, AUTHORITY.client(AUTHORITY.local("alice"))).body())
                    .isEqualTo("subject=CN=alice");
        }
    }
}
