package io.github.llmgateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.config.MediaSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that clients write, and which of them are asked at all. */
class TargetTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "https://Pictures.Example.com https://pictures.example.com/",
        "HTTP://a.example:80/x?y=1#z http://a.example/x?y=1",
        "https://a.example:8443?x https://a.example:8443/?x",
        "https://a.example./x https://a.example/x",
        "https://bücher.example/ü|{} https://xn--bcher-kva.example/%C3%BC%7C%7B%7D",
        "https://a.example/%2e%2e/x?sig=a%2Bb+c https://a.example/%2e%2e/x?sig=a%2Bb+c",
        "https://[2606:4700::1111]/x https://[2606:4700::1111]/x",
        "https://１.１.１.１/ https://1.1.1.1/",
        "http://8.8.8.8:8080/ http://8.8.8.8:8080/"})
    void anAddressMeansOneThing(String written, String asked) throws Exception {
        assertThat(Target.of(written).uri()).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ftp://a.example/x", "file:///etc/passwd", "//a.example/x", "a.example", "http:/a.example", "https://", "https:///x",
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/", "http://127.1/",
        "http://0177.0.0.1/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://a.0x/", "http://[::1%25eth0]/", "http://[::1",
        "http://[1.2.3.4]/", "https://user:secret@a.example/x", "https://a.example@evil.example/", "http://a.example:99999/",
        "http://a.example:0/", "http://a.example:80:80/", "http://a..example/", "http://a\\@b.example/", "http://a.example\\x",
        "http://a.example/\n", "http://a.example/x y\u0001", "http://%31%32%37.0.0.1/", "http://a b.example/"})
    void whatCouldMeanSeveralThingsIsRefusedAndNotQuoted(String written) {
        assertThatThrownBy(() -> Target.of(written.replace("/\n", "/x\ny"))).isInstanceOf(Refused.class)
                .message().doesNotContain("secret", "passwd", "2130706433");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "/y https://a.example:8443/y", "y https://a.example:8443/d/y", "?q https://a.example:8443/d/x?q",
        "//b.example/z https://b.example/z", "http://b.example http://b.example/", "/y#z https://a.example:8443/y"})
    void aRedirectIsResolved(String location, String uri) throws Exception {
        assertThat(Target.of("https://a.example:8443/d/x?sig=1").redirected(location).uri()).isEqualTo(uri);
    }

    private static boolean allowed(List<String> hosts, String url, String address) throws Exception {
        MediaSettings settings = new MediaSettings(true, 1, Duration.ofSeconds(1), hosts, false);
        try {
            return new Admission(settings).addresses(Target.of(url)).test(InetAddress.getByName(address));
        } catch (Refused refused) {
            return false;
        }
    }

    @Test
    void namesOfOnesOwnNetworkAndPortsOfOtherServicesAreRefusedWhateverTheyResolveTo() throws Exception {
        for (String url : List.of("http://localhost/", "http://a.localhost/", "http://metadata.google.internal/",
                "http://printer.local/", "http://intranet/", "http://a.example:25/", "https://a.example:22/")) {
            assertThat(allowed(List.of(), url, "8.8.8.8")).as(url).isFalse();
        }
        assertThat(allowed(List.of(), "http://a.example:8080/", "8.8.8.8")).isTrue();
        assertThat(allowed(List.of(), "http://a.example/", "10.1.2.3")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "pics.corp.example http://pics.corp.example/ true", "pics.corp.example http://other.corp.example/ false",
        ".corp.example http://a.b.corp.example/ true", "*.corp.example http://a.corp.example/ true",
        ".corp.example http://corp.example/ false", ".corp.example http://evilcorp.example/ false",
        "pics.corp.example:8080 http://pics.corp.example:8080/ true", "pics.corp.example:8080 http://pics.corp.example/ false",
        "10.0.0.0/8 http://a.example/ true", "10.0.0.0/8 http://10.1.2.3/ true", "10.1.2.3 http://a.example/ true",
        "10.1.2.3:8080 http://10.1.2.3:8080/ true", "10.1.2.3:8080 http://10.1.2.3/ false", "10.1.2.4 http://a.example/ false",
        "[fd00::1]:443 http://a.example/ false", "localhost http://localhost:25/ true", "10.0.0.0/8 http://a.internal/ true"})
    void theConfigurationMakesExceptions(String host, String url, boolean allowed) throws Exception {
        assertThat(allowed(List.of(host), url, "10.1.2.3")).isEqualTo(allowed);
    }
}
