package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.ClaudeCode;
import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.NpmProgram;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Turn;
import io.github.llmgateway.testing.Wiretap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way in which Claude Code can say who it is, against a gateway that wants a key. */
class ClaudeCodeAccountsTest {

    private static final String OAUTH_TOKEN = "sk-ant-oat01-of-a-user";

    private StubProvider provider;
    private RunningGateway gateway;
    private Wiretap wiretap;

    @BeforeAll
    static void install() {
        ClaudeCode.assumeInstalled();
    }

    @BeforeEach
    void start() {
        provider = new StubProvider(ModelApi.ANTHROPIC.says(Turn.text("It is four.")));
        gateway = RunningGateway.with(config(""));
        wiretap = new Wiretap(gateway.url());
    }

    private String config(String more) {
        return "general_settings: {master_key: sk-client}\n" + more + "model_list:\n"
                + ModelApi.ANTHROPIC.entry("claude-opus", provider) + ModelApi.ANTHROPIC.entry("*", provider);
    }

    @AfterEach
    void stop() {
        wiretap.close();
        gateway.close();
        provider.close();
    }

    @Test
    void anApiKeyIsAsGoodAsAnAuthToken() throws Exception {
        NpmProgram.Result result = ClaudeCode.at(wiretap.url()).without("ANTHROPIC_AUTH_TOKEN")
                .with("ANTHROPIC_API_KEY", "sk-client").ask("What is 2+2?");

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(wiretap.heard()).anyMatch(asked -> "sk-client".equals(asked.headers().get("x-api-key")));
        assertThat(provider.last().headers().getAll("x-api-key")).containsExactly("sk-provider");
    }

    @Test
    void customHeadersComeToTheGateway() throws Exception {
        NpmProgram.Result result = ClaudeCode.at(wiretap.url()).with("ANTHROPIC_AUTH_TOKEN", "sk-other")
                .with("ANTHROPIC_CUSTOM_HEADERS", "x-gateway-api-key: sk-client\nx-team: research")
                .ask("What is 2+2?");

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(wiretap.heard()).anyMatch(asked -> "research".equals(asked.headers().get("x-team")));
        assertThat(provider.last().headers().names()).doesNotContain("x-gateway-api-key", "x-team");
    }

    @Test
    void aSignedInUsersTokenReachesAnthropicWhereTheOperatorAllowsIt() throws Exception {
        gateway.reload(config("gateway_settings: {forward_oauth: true}\n"));

        NpmProgram.Result result = signedIn().ask("What is 2+2?");

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(provider.last().headers().get("authorization")).isEqualTo("Bearer " + OAUTH_TOKEN);
        assertThat(provider.last().headers().get("anthropic-beta")).contains("oauth-");
        assertThat(provider.last().headers().names()).doesNotContain("x-litellm-api-key", "x-api-key");
    }

    @Test
    void aSignedInUsersTokenStaysHereOtherwise() throws Exception {
        NpmProgram.Result result = signedIn().ask("What is 2+2?");

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(provider.last().headers().get("authorization")).isNull();
        assertThat(provider.last().headers().get("x-api-key")).isEqualTo("sk-provider");
    }

    private ClaudeCode signedIn() {
        return ClaudeCode.at(wiretap.url()).without("ANTHROPIC_AUTH_TOKEN")
                .with("CLAUDE_CODE_OAUTH_TOKEN", OAUTH_TOKEN)
                .with("ANTHROPIC_CUSTOM_HEADERS", "x-litellm-api-key: sk-client");
    }

    @Test
    void modelsAreFoundByWhoWantsToKnow() throws Exception {
        NpmProgram.Result result = ClaudeCode.at(wiretap.url()).without("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC")
                .with("CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY", "1").ask("What is 2+2?");

        assertThat(result.output()).isEqualTo("It is four.\n");
        assertThat(wiretap.heard()).anyMatch(asked -> asked.uri().equals("/v1/models?limit=1000"));
        assertThat(gateway.get("/v1/models?limit=1000", "authorization", "Bearer sk-client", "anthropic-version",
                "2023-06-01").body()).contains("\"id\":\"claude-opus\"");
    }
}
