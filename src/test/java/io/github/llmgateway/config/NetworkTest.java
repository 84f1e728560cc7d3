package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Authority;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies and certificates: where they are looked for and what holds. */
class NetworkTest {

    private static final String MODELS = "model_list: [{model_name: m, litellm_params: {model: openai/m, api_key: k%s}}]"
            + "\nlitellm_settings: {%s}\n";

    @TempDir
    private Path directory;

    private static ConfigReading read(String params, String settings, Map<String, String> environment) {
        return ConfigReader.read("test.yaml", MODELS.formatted(params, settings), environment, false);
    }

    private static UpstreamSettings upstream(String settings, Map<String, String> environment) {
        return read("", settings, environment).config().orElseThrow().upstream();
    }

    private Path file(String name) throws Exception {
        return Files.writeString(directory.resolve(name), "# none");
    }

    @ParameterizedTest
    @CsvSource({
            "http://proxy:3128,           http,   proxy, 3128, ,",
            "proxy,                       http,   proxy, 80,   ,",
            "https://proxy,               https,  proxy, 443,  ,",
            "socks5h://proxy,             socks5, proxy, 1080, ,",
            "http://us%40er:p%3Aa+s%25@proxy:1, http, proxy, 1, us@er, p:a+s%",
            "http://only@proxy:1,         http,   proxy, 1,    only,",
            "'http://[2001:db8::1]:8080', http,   2001:db8::1, 8080, ,"})
    void anAddressOfAProxyIsReadAsCurlReadsIt(String text, String scheme, String host, int port, String user,
            String password) {
        assertThat(upstream("", Map.of("HTTPS_PROXY", text)).proxies().https()).isEqualTo(new ProxyAddress(scheme, host,
                port, user, password == null ? null : Secret.of(password)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://us@er:p/w@proxy:1", "ftp://proxy", "http://%zz@proxy", "http://"})
    void oneThatIsNoneIsToldWithoutItsPassword(String text) {
        assertThat(read("", "", Map.of("HTTPS_PROXY", text)).notices()).extracting(Problem::toString)
                .singleElement().asString().contains("HTTPS_PROXY is no address of a proxy, ignored", "%40")
                .doesNotContain("p/w");
    }

    @Test
    void theConfigurationComesFirstThenSmallLettersThenCapitalsThenAllProxy() {
        Map<String, String> environment = Map.of("https_proxy", "small", "HTTPS_PROXY", "capital", "ALL_PROXY", "all",
                "no_proxy", "a", "NO_PROXY", "b");

        assertThat(upstream("", environment).proxies().https().host()).isEqualTo("small");
        assertThat(upstream("", environment).proxies().http().host()).isEqualTo("all");
        assertThat(upstream("", environment).proxies().noProxy()).containsExactly("a");
        assertThat(upstream("proxy: own", environment).proxies().http().host()).isEqualTo("own");
        assertThat(upstream("proxy: {https_proxy: own, no_proxy: [x, y]}", environment).proxies().https().host())
                .isEqualTo("own");
        assertThat(upstream("proxy: {no_proxy: [x, y]}", environment).proxies().noProxy()).containsExactly("x", "y");
    }

    @Test
    void allFilesOfAuthoritiesAreBelievedTogether() throws Exception {
        Path corp = file("corp.pem");
        Path tool = file("tool.pem");

        Trust trust = upstream("ssl_verify: " + corp, Map.of("SSL_CERT_FILE", tool.toString(), "SSL_CERT_DIR",
                directory + File.pathSeparator + directory)).trust();

        assertThat(trust.verify()).isTrue();
        assertThat(trust.authorities()).extracting(TrustFile::origin)
                .containsExactly("SSL_CERT_FILE", "SSL_CERT_DIR", "SSL_CERT_DIR", "ssl_verify");
        assertThat(trust.authorities()).extracting(TrustFile::path).containsExactly(tool, directory, directory, corp);
    }

    @Test
    void aFileThatCannotBeReadIsToldWithWhoNamesIt() {
        ConfigReading reading = read("", "ssl_verify: /none/corp.pem, ssl_certificate: /none/own.pem",
                Map.of("NODE_EXTRA_CA_CERTS", "/none/node.pem"));

        assertThat(reading.config().orElseThrow().upstream().trust()).isEqualTo(Trust.DEFAULT);
        assertThat(reading.notices()).extracting(Problem::toString).satisfiesExactlyInAnyOrder(
                one -> assertThat(one).contains("NODE_EXTRA_CA_CERTS names a file", "/none/node.pem"),
                one -> assertThat(one).contains("litellm_settings.ssl_verify: a file", "/none/corp.pem"),
                one -> assertThat(one).contains("litellm_settings.ssl_certificate: a file", "/none/own.pem"));
    }

    @Test
    void aCertificateWithoutItsKeyIsAnError() throws Exception {
        Path own = new Authority("CN=own").file(directory);

        assertThat(read("", "ssl_certificate: " + own, Map.of()).errors()).extracting(Problem::toString)
                .singleElement().asString().contains("litellm_settings.ssl_certificate: the file holds not both");
    }

    @Test
    void aDeploymentMaySayOtherwiseThanTheRest() throws Exception {
        Path corp = file("corp.pem");
        GatewayConfig config = read(", ssl_verify: false", "ssl_verify: " + corp, Map.of()).config().orElseThrow();

        assertThat(config.upstream().trust().verify()).isTrue();
        assertThat(config.deployments().get(0).endpoint().trust().verify()).isFalse();
        assertThat(read("", "ssl_verify: false", Map.of()).config().orElseThrow().deployments().get(0).endpoint()
                .trust()).isNull();
    }

    @Test
    void aFileWrittenAnewMakesOtherSettingsSoThatAReloadConnectsAnew() throws Exception {
        Path corp = file("corp.pem");
        Trust before = upstream("ssl_verify: " + corp, Map.of()).trust();
        assertThat(upstream("ssl_verify: " + corp, Map.of()).trust()).isEqualTo(before);

        Files.setLastModifiedTime(corp, FileTime.fromMillis(1));

        assertThat(upstream("ssl_verify: " + corp, Map.of()).trust()).isNotEqualTo(before);
    }

    @Test
    void liteLlmsVariablesForVerificationAndCertificateCount() throws Exception {
        Path own = Files.writeString(directory.resolve("own.pem"),
                new Authority("CN=own").issue("gateway").pem());
        Trust trust = upstream("", Map.of("SSL_VERIFY", "False", "SSL_CERTIFICATE", own.toString())).trust();

        assertThat(trust.verify()).isFalse();
        assertThat(trust.certificate().path()).isEqualTo(own);
        assertThat(upstream("ssl_verify: true", Map.of("SSL_VERIFY", "False")).trust().verify()).isTrue();
    }
}
