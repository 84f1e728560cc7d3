package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pictures and documents are fetched, as the file says it. */
class MediaReaderTest {

    private static final String MODELS = "model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n";

    @Test
    void theGatewaysKeysAndLiteLlmsComeTogether() {
        assertThat(Reading.config(MODELS).media()).isEqualTo(MediaSettings.DEFAULT);
        assertThat(Reading.config(MODELS + """
                litellm_settings: {user_url_validation: false, user_url_allowed_hosts: ["127.0.0.1:8080", "[::1]:443"]}
                gateway_settings:
                  media: {enabled: false, max_bytes: 7, timeout_seconds: 2, allow_hosts: [Pics.corp.example, .corp.example, 10.0.0.0/8]}
                """).media()).isEqualTo(new MediaSettings(false, 7, Duration.ofSeconds(2),
                        List.of("pics.corp.example", ".corp.example", "10.0.0.0/8", "127.0.0.1:8080", "[::1]:443"), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gateway_settings: {media: yes} | gateway_settings.media",
        "gateway_settings: {media: {max_bytes: 0}} | gateway_settings.media.max_bytes",
        "gateway_settings: {media: {timeout_seconds: 0}} | gateway_settings.media.timeout_seconds",
        "gateway_settings: {media: {allow_hosts: ['http://a.example/']}} | gateway_settings.media.allow_hosts",
        "gateway_settings: {media: {allow_hosts: [10.0.0.0/33]}} | gateway_settings.media.allow_hosts",
        "litellm_settings: {user_url_allowed_hosts: ['a b']} | litellm_settings.user_url_allowed_hosts"})
    void whatCannotBeMeantIsAnErrorWithAMend(String setting, String key) {
        assertThat(Reading.of(MODELS + setting).errors()).extracting(Problem::key).containsExactly(key);
    }

    @Test
    void aTypoIsTold() {
        assertThat(Reading.of(MODELS + "gateway_settings: {media: {alow_hosts: a}}").notices())
                .extracting(Problem::key).contains("gateway_settings.media.alow_hosts");
    }
}
