package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are counted by who can count them. */
class CountTokensTest {

    private StubProvider provider;
    private RunningGateway gateway;

    private HttpResponse<String> count(ModelApi api, String more) throws Exception {
        provider = new StubProvider(StubProvider.json(200, "{\"input_tokens\":17}"));
        gateway = RunningGateway.with(api.config("model", provider));
        return gateway.post("/v1/messages/count_tokens",
                "{\"model\":\"model\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]" + more + "}");
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void anthropicCountsItself(String more) throws Exception {
        assertThat(count(ModelApi.ANTHROPIC, more).body()).isEqualTo("{\"input_tokens\":17}");
        assertThat(provider.last().uri()).isEqualTo("/v1/messages/count_tokens");
    }

    @Test
    void forOthersTheGatewayEstimatesAndSaysSo() throws Exception {
        HttpResponse<String> answer = count(ModelApi.OPENAI, "");

        assertThat(answer.body()).matches("\\{\"input_tokens\":[1-9][0-9]?}");
        assertThat(answer.headers().firstValue("x-gateway-token-count")).contains("estimate");
        assertThat(provider.asked()).isEmpty();
    }
}
