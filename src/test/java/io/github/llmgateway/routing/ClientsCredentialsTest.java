package io.github.llmgateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user whose own Anthropic account is asked answers for it alone: others go on. */
class ClientsCredentialsTest {

    private static final String QUESTION =
            "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";
    private static final String TOKEN = "Bearer sk-ant-oat01-of-a-user";

    private StubProvider provider;
    private StubProvider standIn;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        standIn = new StubProvider(StubProvider.json(200, Answers.OPENAI));
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                gateway_settings: {forward_oauth: true}
                litellm_settings: {fallbacks: [{claude: [gpt]}]}
                model_list:
                """ + ModelApi.ANTHROPIC.entry("claude", provider) + ModelApi.OPENAI.entry("gpt", standIn));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
        standIn.close();
    }

    @ParameterizedTest
    @CsvSource({"401,authentication_error", "403,permission_error", "429,rate_limit_error"})
    void whatAnthropicSaysOfTheirAccountReachesThemUntouched(int status, String type) throws Exception {
        String error = "{\"type\":\"error\", \"error\":{\"type\":\"" + type + "\",\"message\":\"Your plan …\"}}";
        provider.behave(StubProvider.json(status, error, "retry-after", "3600", "anthropic-ratelimit-unified-status",
                "rejected"));

        HttpResponse<String> answer = gateway.post("/v1/messages", QUESTION, "authorization", TOKEN);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error);
        assertThat(answer.headers().firstValue("anthropic-ratelimit-unified-status")).contains("rejected");
        assertThat(provider.asked()).hasSize(1);
        assertThat(standIn.asked()).isEmpty();
    }

    @Test
    void anExpiredTokenLeavesTheModelToEverybodyElse() throws Exception {
        provider.behave((asked, response) -> (asked.headers().contains("authorization")
                ? ModelApi.ANTHROPIC.fails(401, "authentication_error", "expired")
                : StubProvider.json(200, Answers.ANTHROPIC)).answer(asked, response));

        gateway.post("/v1/messages", QUESTION, "authorization", TOKEN);

        assertThat(gateway.post("/v1/messages", QUESTION).body()).isEqualTo(Answers.ANTHROPIC);
    }
}
