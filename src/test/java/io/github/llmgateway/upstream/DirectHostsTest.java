package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.Proxies;
import io.github.llmgateway.config.ProxyAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets {@code NO_PROXY} names. */
class DirectHostsTest {

    @ParameterizedTest
    @CsvSource({
            "*,                   api.example.com,      443",
            "corp.example,        corp.example,         443",
            "corp.example,        a.b.corp.example,     443",
            "CORP.example,        a.Corp.Example.,      443",
            ".corp.example,       a.corp.example,       443",
            ".corp.example,       corp.example,         443",
            "*.corp.example,      a.corp.example,       443",
            "corp.example:8443,   corp.example,         8443",
            "10.1.2.3,            10.1.2.3,             80",
            "10.1.2.3:8080,       10.1.2.3,             8080",
            "10.0.0.0/8,          10.200.3.4,           443",
            "192.168.4.0/23,      192.168.5.255,        443",
            "10.1.2.3/32,         10.1.2.3,             443",
            "0.0.0.0/0,           8.8.8.8,              443",
            "fd00::/8,            fd12:3456::1,         443",
            "fd00::/8,            [fd12:3456::1],       443",
            "2001:db8::1,         2001:0db8:0:0:0:0:0:1, 443",
            "[2001:db8::1]:8443,  2001:db8::1,          8443",
            "[2001:db8::1],       [2001:db8::1],        1"})
    void isNamed(String entry, String host, int port) {
        assertThat(new DirectHosts(List.of("other.example", entry)).contain(host, port)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            "corp.example,        notcorp.example,      443",
            ".corp.example,       corp.example.com,     443",
            "corp.example:8443,   corp.example,         443",
            "10.1.2.3,            10.1.2.30,            443",
            "10.0.0.0/8,          11.0.0.1,             443",
            "192.168.4.0/23,      192.168.6.0,          443",
            "10.0.0.0/8,          ten.example,          443",
            "10.0.0.0/8,          fd12::1,              443",
            "fd00::/8,            fe12::1,              443",
            "[2001:db8::1]:8443,  2001:db8::1,          443"})
    void isNotNamed(String entry, String host, int port) {
        assertThat(new DirectHosts(List.of(entry)).contain(host, port)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.170.2", "[fe80::1]", "fd00:ec2::254", "[fd00:ec2::23]",
            "fd20:ce::254", "metadata.google.internal", "METADATA.google.internal."})
    void isOnThisMachinesLinkSoThatNoProxyNotEvenADeploymentsOwnIsAsked(String host) {
        ProxyAddress proxy = new ProxyAddress("http", "proxy.example", 3128, null, null);

        assertThat(DirectHosts.linkLocal(host)).isTrue();
        assertThat(new ProxyChoice(new Proxies(proxy, proxy, List.of()), proxy).of(host, 80, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.253.1.1", "fd00:ec3::1", "metadata.google.internal.example", "localhost"})
    void isNotOnThisMachinesLink(String host) {
        assertThat(DirectHosts.linkLocal(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"})
    void isThisMachine(String host) {
        assertThat(DirectHosts.loopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.example", "128.0.0.1", "::2", "example"})
    void isAnotherMachine(String host) {
        assertThat(DirectHosts.loopback(host)).isFalse();
    }
}
