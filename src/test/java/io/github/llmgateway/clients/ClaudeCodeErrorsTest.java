package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.ClaudeCode;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import io.github.llmgateway.testing.Turn;
import io.github.llmgateway.testing.Wiretap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a provider fails, Claude Code recovers as it would without a gateway, or says what is wrong. */
class ClaudeCodeErrorsTest {

    private StubProvider provider;
    private RunningGateway gateway;
    private Wiretap wiretap;

    @BeforeAll
    static void install() {
        ClaudeCode.assumeInstalled();
    }

    private NpmProgram.Result ask(ModelApi api, String settings, Behaviour behaviour) throws Exception {
        provider = new StubProvider(behaviour);
        gateway = RunningGateway.with(api.config("*", provider) + settings);
        wiretap = new Wiretap(gateway.url());
        ClaudeCode claude = ClaudeCode.at(wiretap.url());
        return (api == ModelApi.OPENAI ? claude.arguments("--model", "gpt-test") : claude).ask("What is 2+2?");
    }

    @AfterEach
    void stop() {
        wiretap.close();
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @EnumSource
    void anOverloadedProviderIsAskedAgainByTheGateway(ModelApi api) throws Exception {
        NpmProgram.Result result = ask(api, "", ModelApi.first(api.fails(529, "overloaded_error", "Overloaded"),
                api.says(Turn.text("It is four."))));

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(provider.asked()).hasSize(2);
        assertThat(wiretap.heard()).filteredOn(asked -> asked.method().equals("POST")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anOverloadThatTheGatewayDoesNotRetryIsRetriedByClaudeCode(ModelApi api) throws Exception {
        NpmProgram.Result result = ask(api, "router_settings: {num_retries: 0}\n", ModelApi.first(
                api.fails(529, "overloaded_error", "Overloaded"), api.says(Turn.text("It is four."))));

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(wiretap.heard()).filteredOn(asked -> asked.method().equals("POST")).hasSize(2);
    }

    @Test
    void aPromptTooLongForAnthropicIsKnownAsSuch() throws Exception {
        NpmProgram.Result result = ask(ModelApi.ANTHROPIC, "", ModelApi.ANTHROPIC.fails(400, "invalid_request_error",
                "prompt is too long: 210000 tokens > 200000 maximum"));

        assertThat(result.output()).containsIgnoringCase("prompt is too long");
        assertThat(result.status()).isNotZero();
    }

    @Test
    void aPromptTooLongForAForeignModelIsKnownAsSuch() throws Exception {
        NpmProgram.Result result = ask(ModelApi.OPENAI, "", StubProvider.json(400, """
                {"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages \
                resulted in 210000 tokens.","type":"invalid_request_error","param":"messages",\
                "code":"context_length_exceeded"}}"""));

        assertThat(result.output()).containsIgnoringCase("prompt is too long");
        assertThat(result.status()).isNotZero();
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatBreaksIsAskedForAgain(ModelApi api) throws Exception {
        Turn whole = Turn.text("It is four.");

        NpmProgram.Result result = ask(api, "", ModelApi.first(api.breaksOff(whole), api.says(whole)));

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(provider.asked()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aWrongKeyIsToldAtOnce(ModelApi api) throws Exception {
        NpmProgram.Result result = ask(api, "general_settings: {master_key: sk-other}\n",
                api.says(Turn.text("It is four.")));

        assertThat(result.output()).contains("The key is not valid for this gateway.");
        assertThat(wiretap.heard()).filteredOn(asked -> asked.method().equals("POST")).hasSize(1);
    }
}
