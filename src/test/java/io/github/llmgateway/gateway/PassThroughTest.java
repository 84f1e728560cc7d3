package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client and provider speak one dialect: what comes in goes out. */
class PassThroughTest {

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC, "request-id", "req_provider",
                "anthropic-ratelimit-requests-remaining", "99", "x-new-header", "kept", "set-cookie", "no=1"));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: claude
                    litellm_params: {model: anthropic/claude-test, api_key: sk-provider, api_base: %s}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void onlyTheModelsNameChangesInARequest() throws Exception {
        String body = """
                { "temperature" : 20.0e0, "x":12345678901234567890, "model" : "claude",\t"messages":[{"role":"user",\
                "content":"\\u00fc \\ud83d\\ude00 \\/"}], "unknown": {"a":[1.50, -0.0]} }""";

        gateway.post("/v1/messages?beta=true", body);

        assertThat(provider.last().text()).isEqualTo(body.replace("\"claude\"", "\"claude-test\""));
        assertThat(provider.last().uri()).isEqualTo("/v1/messages?beta=true");
    }

    @Test
    void anAnswerAndItsHeadersComeBackUntouched() throws Exception {
        HttpResponse<String> answer = gateway.post("/v1/messages",
                "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
        assertThat(answer.headers().firstValue("request-id")).contains("req_provider");
        assertThat(answer.headers().firstValue("anthropic-ratelimit-requests-remaining")).contains("99");
        assertThat(answer.headers().firstValue("x-new-header")).contains("kept");
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains("claude");
    }

    @Test
    void everyAnthropicHeaderReachesTheProviderAndNoKeyDoes() throws Exception {
        gateway.post("/v1/messages", "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}",
                "anthropic-version", "2023-06-01", "anthropic-beta", "a-2025,b-2026", "anthropic-not-yet-known", "1",
                "x-api-key", "sk-client", "authorization", "Bearer sk-client", "cookie", "c=1");

        var headers = provider.last().headers();
        assertThat(headers.get("anthropic-beta")).isEqualTo("a-2025,b-2026");
        assertThat(headers.get("anthropic-not-yet-known")).isEqualTo("1");
        assertThat(headers.getAll("x-api-key")).containsExactly("sk-provider");
        assertThat(headers.get("authorization")).isNull();
        assertThat(headers.get("cookie")).isNull();
    }

    @Test
    void aLastEventThatLacksItsEmptyLineCountsIfItIsWhole() throws Exception {
        String request = "{\"model\":\"claude\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";
        String whole = Answers.ANTHROPIC_STREAM.stripTrailing();
        provider.behave(StubProvider.events(whole));
        assertThat(gateway.post("/v1/messages", request).body()).isEqualTo(whole + "\n\n");

        provider.behave(StubProvider.events(whole + "\n"));
        assertThat(gateway.post("/v1/messages", request).body()).isEqualTo(whole + "\n\n");

        provider.behave(StubProvider.events(whole.substring(0, whole.length() - 1)));
        assertThat(gateway.post("/v1/messages", request).body())
                .startsWith(whole.substring(0, whole.lastIndexOf("event: message_stop")) + "event: error\n")
                .doesNotContain("message_stop");
    }

    @Test
    void aStreamComesBackByteForByte() throws Exception {
        provider.behave(StubProvider.events(Answers.ANTHROPIC_STREAM));

        HttpResponse<String> answer = gateway.post("/v1/messages",
                "{\"model\":\"claude\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
    }
}
