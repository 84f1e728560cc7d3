package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.CorporateProxy;
import io.github.llmgateway.testing.CorporateProxy.Request;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway in a network whose only way out is a proxy that wants a password and looks into TLS. The providers' names
 * exist for nobody but the proxy.
 */
class CorporateNetworkTest {

    private static final String ASK = """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"2+2"}]}""";
    private static final String STREAM = ASK.replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"");
    private static final String ANTHROPIC = "{model_name: m, litellm_params: {model: anthropic/m, api_key: k, "
            + "num_retries: 0, api_base: \"%s://api.anthropic.test\"%s}}";
    private static final String OPENAI = "{model_name: m, litellm_params: {model: openai/m, api_key: k, "
            + "num_retries: 0, api_base: \"%s://api.openai.test/v1\"%s}}";

    private final StubProvider anthropic = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
    private final StubProvider openai = new StubProvider(StubProvider.json(200, Answers.OPENAI));
    private CorporateProxy proxy = CorporateProxy.start(hosts());
    private RunningGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        proxy.close();
        anthropic.close();
        openai.close();
    }

    private Map<String, Integer> hosts() {
        return Map.of("api.anthropic.test", port(anthropic), "api.openai.test", port(openai));
    }

    private static int port(StubProvider provider) {
        return URI.create(provider.url()).getPort();
    }

    private void start(String deployment, String litellm, Map<String, String> environment) {
        gateway = RunningGateway.with("model_list: [" + deployment + "]\nlitellm_settings: {" + litellm + "}\n"
                + "router_settings: {num_retries: 0, disable_cooldowns: true}\ngateway_settings: {drain_seconds: 1}\n",
                environment);
    }

    private HttpResponse<String> ask() throws Exception {
        return gateway.post("/v1/messages", ASK);
    }

    private void refused(String... parts) throws Exception {
        HttpResponse<String> answer = ask();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains(parts).doesNotContain(CorporateProxy.PASSWORD);
        assertThat(anthropic.asked()).isEmpty();
    }

    @Test
    void theEnvironmentLeadsThroughTheProxyWithItsPasswordAndItsAuthority() throws Exception {
        start(ANTHROPIC.formatted("https", ""), "", proxy.environment());

        assertThat(ask().statusCode()).isEqualTo(200);
        assertThat(proxy.requests()).containsExactly(new Request("api.anthropic.test", "CONNECT", ""),
                new Request("api.anthropic.test", "POST", "/v1/messages"));
        assertThat(anthropic.last().headers().get("proxy-authorization")).isNull();
    }

    @Test
    void variablesInSmallLettersCountToo() throws Exception {
        start(OPENAI.formatted("https", ""), "", Map.of("https_proxy", proxy.url(), "HTTPS_PROXY",
                "http://nowhere.invalid:1", "REQUESTS_CA_BUNDLE", proxy.authorityFile().toString()));

        assertThat(ask().statusCode()).isEqualTo(200);
        assertThat(proxy.requests("api.openai.test")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_DIR"})
    void everyToolsVariableForAnAuthorityIsBelieved(String variable) throws Exception {
        String file = variable.endsWith("DIR") ? proxy.authorityFile().getParent().toString()
                : proxy.authorityFile().toString();
        start(ANTHROPIC.formatted("https", ""), "", Map.of("ALL_PROXY", proxy.url(), variable, file));

        assertThat(ask().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy: {https_proxy: \"%s\"}", "proxy: \"%s\""})
    void theConfigurationNamesProxyAndAuthority(String setting) throws Exception {
        start(OPENAI.formatted("https", ""), setting.formatted(proxy.url()) + ", ssl_verify: " + proxy.authorityFile(),
                Map.of());

        assertThat(ask().statusCode()).isEqualTo(200);
        assertThat(proxy.requests("api.openai.test")).extracting(Request::path).containsExactly("/v1/chat/completions");
    }

    @Test
    void aDeploymentHasAProxyAndAnAuthorityOfItsOwn() throws Exception {
        String own = ", proxy: \"" + proxy.url() + "\", ssl_verify: " + proxy.authorityFile();
        start(ANTHROPIC.formatted("https", own), "",
                Map.of("NO_PROXY", "*", "HTTPS_PROXY", "http://nowhere.invalid:1"));

        assertThat(ask().statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamComesThroughTheTunnelAsItIs() throws Exception {
        anthropic.behave(StubProvider.events(Answers.ANTHROPIC_STREAM));
        start(ANTHROPIC.formatted("https", ""), "", proxy.environment());

        assertThat(gateway.post("/v1/messages", STREAM).body()).isEqualTo(Answers.ANTHROPIC_STREAM);
    }

    @Test
    void aProxyIsSpokenToOverTls() throws Exception {
        proxy.close();
        proxy = CorporateProxy.startTls(hosts());
        start(ANTHROPIC.formatted("https", ""), "", proxy.environment());

        for (int i = 0; i < 3; i++) {
            assertThat(ask().statusCode()).isEqualTo(200);
        }
        String large = ASK.replace("2+2", "long ".repeat(400_000));
        assertThat(gateway.post("/v1/messages", large).statusCode()).isEqualTo(200);
        assertThat(anthropic.last().body()).hasSizeGreaterThan(2_000_000);
        assertThat(proxy.requests("api.anthropic.test")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTargetInPlainHttpIsAskedOfTheProxyByItsWholeAddress(boolean tls) throws Exception {
        proxy.close();
        proxy = tls ? CorporateProxy.startTls(hosts()) : CorporateProxy.start(hosts());
        start(ANTHROPIC.formatted("http", ""), "", proxy.environment());

        assertThat(ask().statusCode()).isEqualTo(200);
        assertThat(proxy.requests()).containsExactly(new Request("api.anthropic.test", "POST", "/v1/messages"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.anthropic.test", ".test", "*.anthropic.test", "API.ANTHROPIC.TEST:443", "*"})
    void whatNoProxyNamesIsCalledDirectly(String noProxy) throws Exception {
        Map<String, String> environment = new HashMap<>(proxy.environment());
        environment.put("NO_PROXY", "localhost, " + noProxy);
        start(ANTHROPIC.formatted("https", ""), "", environment);

        // The name exists only for the proxy.
        refused("its name is not known to DNS");
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void whatIsOnThisMachineIsNotSentToTheProxyUnlessTheDeploymentSaysSo() throws Exception {
        String local = "{model_name: m, litellm_params: {model: anthropic/m, api_key: k, api_base: \"%s\"%s}}";
        start(local.formatted(anthropic.url(), ""), "", proxy.environment());
        assertThat(ask().statusCode()).isEqualTo(200);
        assertThat(proxy.requests()).isEmpty();

        gateway.reload("model_list: [" + local.formatted(anthropic.url(), ", proxy: \"" + proxy.url() + "\"") + "]");
        assertThat(ask().statusCode()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void aWrongPasswordIsToldWithTheProxysNameAndWithoutThePassword(String scheme) throws Exception {
        String wrong = proxy.url(CorporateProxy.USER, "not-this");
        start(ANTHROPIC.formatted(scheme, ""), "proxy: {http_proxy: \"" + wrong + "\", https_proxy: \"" + wrong + "\"}",
                Map.of());

        refused("The provider anthropic (api.anthropic.test) cannot be reached: the proxy http://***@127.0.0.1:"
                + proxy.port() + " wants authentication (407), and refused the user and password that were sent");
        assertThat(ask().body()).doesNotContain("not-this");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void aMissingPasswordIsToldWithTheMend(String scheme) throws Exception {
        start(ANTHROPIC.formatted(scheme, ""), "", Map.of("ALL_PROXY", proxy.bareUrl()));

        refused("407", "no user and password are configured", "http://USER:PASSWORD@HOST:PORT");
    }

    @Test
    void aProxyThatWantsKerberosIsToldWithTheRelayThatHelps() throws Exception {
        proxy.offer("Negotiate", "NTLM");
        start(ANTHROPIC.formatted("https", ""), "", proxy.environment());

        refused("offers Negotiate, NTLM and not Basic", "such as Px or cntlm");
    }

    @Test
    void overTlsThePasswordIsRefusedInTheSameWords() throws Exception {
        proxy.close();
        proxy = CorporateProxy.startTls(hosts()).offer("Negotiate");
        start(ANTHROPIC.formatted("https", ""), "", proxy.environment());

        refused("the proxy https://***@127.0.0.1:" + proxy.port(), "407", "offers Negotiate and not Basic");
    }

    @Test
    void aBlockedHostIsToldAsSuch() throws Exception {
        proxy.block("api.anthropic.test");
        start(ANTHROPIC.formatted("https", ""), "", proxy.environment());

        refused("blocks api.anthropic.test (403)");
    }

    @Test
    void anAuthorityThatNobodyHasNamedIsNamed() throws Exception {
        start(ANTHROPIC.formatted("https", ""), "", Map.of("HTTPS_PROXY", proxy.url()));

        refused("it is issued by CN=Corp Root CA,O=Corp, who is not trusted here", "SSL_CERT_FILE",
                "litellm_settings.ssl_verify");
    }

    @Test
    void theAuthorityOfAProxyOverTlsIsNamedAsTheProxys() throws Exception {
        proxy.close();
        proxy = CorporateProxy.startTls(hosts());
        start(ANTHROPIC.formatted("https", ""), "", Map.of("HTTPS_PROXY", proxy.url()));

        refused("the certificate of the proxy https://***@127.0.0.1:" + proxy.port() + " was refused", "Corp Root CA");
    }

    @Test
    void withoutVerificationAnyAuthorityDoesAndTheLogSaysSoAtStartAndAtEachReload() throws Exception {
        String deployment = OPENAI.formatted("https", ", proxy: \"" + proxy.url() + "\"");
        try (CapturedLog log = CapturedLog.of("io.github.llmgateway.upstream.Outbound")) {
            start(deployment, "ssl_verify: false", Map.of());
            assertThat(ask().statusCode()).isEqualTo(200);
            gateway.reload("model_list: [" + deployment.replace("api_key", "ssl_verify: false, api_key") + "]");
            assertThat(ask().statusCode()).isEqualTo(200);

            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).startsWith("litellm_settings.ssl_verify is false: no certificate");
            assertThat(log.lines().get(1)).contains("ssl_verify is false for Deployment[", "openai/m");
        }
    }
}
