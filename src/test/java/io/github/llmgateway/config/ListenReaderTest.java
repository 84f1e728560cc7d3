package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where and how the gateway listens, as the file says it. */
class ListenReaderTest {

    private static final String MODELS = "model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n";

    @Test
    void tlsNamesItsFilesAndRequiresCertificatesOfClientsWhereAnAuthorityIsNamed() {
        assertThat(Reading.config(MODELS).listen()).isEqualTo(ListenSettings.DEFAULT);
        assertThat(tls("certificate: a.pem, key: a.key"))
                .isEqualTo(new TlsSettings(Path.of("a.pem"), Path.of("a.key"), null, false));
        assertThat(tls("certificate: a.pem, key: a.key, client_ca: ca.pem"))
                .isEqualTo(new TlsSettings(Path.of("a.pem"), Path.of("a.key"), Path.of("ca.pem"), true));
        assertThat(tls("certificate: a.pem, key: a.key, client_ca: ca.pem, client_auth: optional").clientsMust()).isFalse();
    }

    private static TlsSettings tls(String keys) {
        return Reading.config(MODELS + "gateway_settings: {tls: {" + keys + "}}").listen().tls();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tls: {certificate: a.pem} | gateway_settings.tls",
        "tls: {key: a.key} | gateway_settings.tls",
        "tls: yes | gateway_settings.tls",
        "tls: {certificate: a, key: b, client_auth: required} | gateway_settings.tls.client_auth",
        "tls: {certificate: a, key: b, client_ca: c, client_auth: perhaps} | gateway_settings.tls.client_auth",
        "trusted_proxies: [10.0.0.0/33] | gateway_settings.trusted_proxies",
        "trusted_proxies: [proxy.example] | gateway_settings.trusted_proxies",
        "trusted_proxies: 300.1.1.1 | gateway_settings.trusted_proxies",
        "max_concurrent_streams: 0 | gateway_settings.max_concurrent_streams"})
    void whatCannotBeMeantIsAnErrorWithAMend(String setting, String key) {
        ConfigReading reading = Reading.of(MODELS + "gateway_settings: {" + setting + "}");
        assertThat(reading.errors()).extracting(Problem::key).containsExactly(key);
    }

    @Test
    void aMisspeltKeyOfTlsIsTold() {
        ConfigReading reading = Reading.of(MODELS
                + "gateway_settings: {tls: {certificate: a, key: b, client_cert: c}}");
        assertThat(reading.notices()).extracting(Problem::key).containsExactly("gateway_settings.tls.client_cert");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.1, false", "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false", "192.168.0.0/20, 192.168.15.255, true", "192.168.0.0/20, 192.168.16.0, false",
        "fd00::/8, fd12::1, true", "fd00::/8, fe80::1%eth0, false", "0.0.0.0/0, 1.2.3.4, true", "0.0.0.0/0, ::1, false",
        "::/0, ::1, true", "10.0.0.0/8, ::ffff:10.1.2.3, true", "10.0.0.0/8, ten, false"})
    void aNetworkHasTheAddressesOfItsRange(String network, String address, boolean has) {
        assertThat(Network.parse(network).contains(address)).isEqualTo(has);
    }

    @Test
    void liteLlmsSwitchTrustsEverybodyUnlessNetworksAreNamed() {
        String everybody = MODELS + "general_settings: {use_x_forwarded_for: true}\n";
        assertThat(Reading.config(everybody).listen().trustedProxies()).isEqualTo(Network.ALL);
        assertThat(Reading.config(everybody + "gateway_settings: {trusted_proxies: 10.0.0.0/8}").listen().trustedProxies())
                .isEqualTo(List.of(Network.parse("10.0.0.0/8")));
    }
}
