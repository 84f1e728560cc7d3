package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Provider;
import io.github.llmgateway.standin.Outside;
import io.github.llmgateway.standin.Told;
import io.github.llmgateway.standin.Way;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.CorporateProxy;
import io.github.llmgateway.testing.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gateway in a network whose only way out is a proxy that wants a password and looks into TLS, and every provider at
 * its own address: calls, tokens and what the AWS SDK asks go through the proxy, and nothing goes around it. What
 * answers here stands behind the proxy alone, under names that are the vendors' or nobody's elsewhere.
 */
class EveryWayOutTest {

    /** Logs each question that is put to DNS for a connection past the proxy, at DEBUG. */
    private static final String RESOLVER = "io.netty.resolver.dns";
    private static final String CHAT = """
            {"model":"%s","max_tokens":99,"stream":%s,"messages":[{"role":"user","content":"hello"}]}""";
    private static final String EMBED = """
            {"model":"%s","input":"hello"}""";
    /** A host's name in a cell of the document's table. */
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9.-]+\\.[a-z]+)`");
    private static final List<Way> SOME = List.of(Way.ANTHROPIC, Way.ENTRA, Way.AWS_ROLE, Way.AWS_PROFILE,
            Way.AWS_SSO, Way.GOOGLE_IMPERSONATION);

    @TempDir
    private static Path files;
    private static Outside outside;
    private static CorporateProxy proxy;
    private static CapturedLog resolver;
    private static RunningGateway gateway;

    @BeforeAll
    static void open() throws Exception {
        outside = new Outside();
        proxy = CorporateProxy.start(outside.hosts());
        resolver = CapturedLog.debugOf(RESOLVER);
        gateway = gateway("", environment(), Way.all(), "");
    }

    @AfterAll
    static void close() {
        gateway.close();
        resolver.close();
        proxy.close();
        outside.close();
    }

    @BeforeEach
    void forget() {
        outside.forgive();
    }

    private static Map<String, String> environment() throws Exception {
        Map<String, String> environment = new HashMap<>(proxy.environment());
        environment.putAll(Outside.environment(files));
        return environment;
    }

    private static RunningGateway gateway(String litellm, Map<String, String> environment, List<Way> ways,
            String top, String... more) {
        return RunningGateway.with(yaml(litellm, ways, top, more), environment);
    }

    private static String yaml(String litellm, List<Way> ways, String top, String... more) {
        StringBuilder models = new StringBuilder("model_list:\n");
        ways.forEach(way -> models.append(way.configuration(more)));
        for (Provider provider : Outside.compatible()) {
            models.append("  - {model_name: ").append(provider.name()).append(", litellm_params: {model: ")
                    .append(provider.name()).append("/m, api_key: k}}\n");
        }
        return models + top + "litellm_settings: {" + litellm + "}\nrouter_settings: {num_retries: 0, "
                + "disable_cooldowns: true}\ngateway_settings: {drain_seconds: 1}\n";
    }

    private static HttpResponse<String> ask(RunningGateway asked, Way way, boolean streamed) throws Exception {
        return way.embeds() ? asked.post("/v1/embeddings", EMBED.formatted(way))
                : asked.post("/v1/messages", CHAT.formatted(way, streamed));
    }

    private static Set<String> seen() {
        return proxy.requests().stream().map(CorporateProxy.Request::host)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void answered(RunningGateway asked, Way way) throws Exception {
        HttpResponse<String> answer = ask(asked, way, false);
        assertThat(answer.statusCode()).as("%s: %s %s", way, answer.body(), outside.violations()).isEqualTo(200);
    }

    private static void failed(RunningGateway asked, Way way, String... parts) throws Exception {
        HttpResponse<String> answer = ask(asked, way, false);
        assertThat(answer.statusCode()).as("%s: %s", way, answer.body()).isEqualTo(503);
        assertThat(answer.body()).as("%s", way).contains(parts).doesNotContain(CorporateProxy.PASSWORD);
    }

    /** The host that it needs first. */
    private static String first(Way way) {
        return way.tokens().isEmpty() ? way.host() : way.tokens().get(0);
    }

    private static void nothingWasLookedUp() {
        Predicate<String> asksForOne = line -> outside.hosts().keySet().stream().anyMatch(line::contains);
        assertThat(resolver.lines()).noneMatch(asksForOne);
    }

    static List<Way> ways() {
        return Way.all();
    }

    @Test
    void everyApiThatLeavesTheMachineIsAmongThem() {
        Set<Api> leaving = EnumSet.complementOf(EnumSet.of(Api.SIMULATOR));
        leaving.removeIf(api -> !Way.built(api));

        assertThat(ways().stream().map(Way::api).collect(Collectors.toSet())).isEqualTo(leaving);
        for (Way way : ways()) {
            assertThat(gateway.gateway().config().groups().get(way.name())).as(way.name()).singleElement()
                    .satisfies(deployment -> assertThat(deployment.api()).isEqualTo(way.api()));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void wholeAndStreamedACallAndItsCredentialsGoThroughTheProxy(Way way) throws Exception {
        int before = proxy.requests().size();
        int calls = proxy.requests(way.host()).size();

        answered(gateway, way);
        HttpResponse<String> streamed = ask(gateway, way, true);
        assertThat(streamed.statusCode()).as("%s %s", streamed.body(), outside.violations()).isEqualTo(200);
        if (!way.embeds()) {
            assertThat(streamed.headers().firstValue("content-type")).hasValueSatisfying(
                    type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(streamed.body()).contains("message_stop").containsAnyOf(Told.TEXT.substring(0, 5), "four");
        }

        assertThat(proxy.requests(way.host())).hasSize(calls + 2);
        assertThat(way.tokens()).allSatisfy(host -> assertThat(proxy.requests(host)).isNotEmpty());
        assertThat(proxy.requests().subList(before, proxy.requests().size())).extracting(CorporateProxy.Request::host)
                .isSubsetOf(way.hosts());
        assertThat(outside.violations()).isEmpty();
        nothingWasLookedUp();
    }

    @Test
    void theProxySeesTheHostsThatTheDocumentNamesAndNoOthers() throws Exception {
        for (Way way : ways()) {
            answered(gateway, way);
        }
        for (Provider provider : Outside.compatible()) {
            assertThat(gateway.post("/v1/messages", CHAT.formatted(provider.name(), false)).statusCode())
                    .as(provider.name()).isEqualTo(200);
        }

        Map<String, Pattern> documented = documented();
        assertThat(seen()).allSatisfy(host -> assertThat(documented.values()).as(host)
                .anyMatch(each -> each.matcher(host).matches()));
        assertThat(documented).allSatisfy((name, pattern) -> assertThat(seen()).as(name).anyMatch(
                host -> pattern.matcher(host).matches()));
        nothingWasLookedUp();
    }

    /** The hosts of the document's table; words in capitals stand for one's own. */
    private static Map<String, Pattern> documented() throws Exception {
        String document = Files.readString(Path.of("docs/corporate-network.md"));
        String table = document.split("## What leaves, and where to\n")[1].split("\n## ")[0];
        return Stream.of(table.split("\n")).filter(line -> line.startsWith("| ")).flatMap(line -> NAME.matcher(line)
                .results()).map(found -> found.group(1)).distinct().collect(Collectors.toMap(name -> name,
                        name -> Pattern.compile(name.replace(".", "\\.").replaceAll("[A-Z]+", "[a-z0-9-]+"))));
    }

    @Test
    void whereTheProxyIsGoneNothingGoesAroundIt() throws Exception {
        Map<String, String> environment = environment();
        CorporateProxy gone = CorporateProxy.start(Map.of());
        String address = "http://***@127.0.0.1:" + gone.port();
        environment.put("HTTPS_PROXY", gone.url());
        gone.close();
        int reached = outside.asked().size();

        try (RunningGateway cut = gateway("", environment, ways(), "")) {
            for (Way way : ways()) {
                failed(cut, way, first(way), "cannot be reached: connection refused by the proxy " + address);
            }
        }
        assertThat(outside.asked()).hasSize(reached);
        nothingWasLookedUp();
    }

    @Test
    void theConfigurationsProxyHoldsForTokensAndTheAwsSdkToo() throws Exception {
        through("proxy: \"" + proxy.url() + "\", ssl_verify: " + proxy.authorityFile(), Outside.environment(files));
    }

    @Test
    void aDeploymentsOwnProxyAndAuthorityHoldForItsTokensAndTheAwsSdkToo() throws Exception {
        Map<String, String> environment = environment();
        environment.put("HTTPS_PROXY", "http://nowhere.invalid:1");
        environment.remove("SSL_CERT_FILE");

        through("", environment, "proxy", proxy.url(), "ssl_verify", proxy.authorityFile().toString());
    }

    private void through(String litellm, Map<String, String> environment, String... more) throws Exception {
        List<CorporateProxy.Request> before = new ArrayList<>(proxy.requests());
        try (RunningGateway own = gateway(litellm, environment, SOME, "", more)) {
            for (Way way : SOME) {
                answered(own, way);
            }
        }
        assertThat(proxy.requests().subList(before.size(), proxy.requests().size()))
                .extracting(CorporateProxy.Request::host)
                .containsOnlyElementsOf(SOME.stream().flatMap(way -> way.hosts().stream()).toList())
                .containsAll(SOME.stream().flatMap(way -> way.hosts().stream()).toList());
        nothingWasLookedUp();
    }

    @Test
    void aWrongPasswordIsToldOfTokensAndTheAwsSdkToo() throws Exception {
        Map<String, String> environment = environment();
        environment.put("HTTPS_PROXY", proxy.url(CorporateProxy.USER, "not-this"));

        refused(environment, "wants authentication (407), and refused the user and password that were sent");
    }

    @Test
    void anAuthorityThatNobodyHasNamedIsToldOfTokensAndTheAwsSdkToo() throws Exception {
        Map<String, String> environment = environment();
        environment.remove("SSL_CERT_FILE");

        refused(environment, "it is issued by CN=Corp Root CA,O=Corp, who is not trusted here", "SSL_CERT_FILE");
    }

    private void refused(Map<String, String> environment, String... parts) throws Exception {
        try (RunningGateway cut = gateway("", environment, SOME, "");
                CapturedLog log = CapturedLog.of("io.github.llmgateway")) {
            for (Way way : SOME) {
                failed(cut, way, parts);
                assertThat(ask(cut, way, false).body()).contains(first(way)).doesNotContain("not-this");
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("not-this"));
        }
    }

    @Test
    void aHostThatNoProxyNamesAloneIsCalledDirectly() throws Exception {
        Map<String, String> environment = environment();
        environment.put("NO_PROXY", "resource.openai.test");
        int before = proxy.requests().size();
        try (RunningGateway own = gateway("", environment, List.of(Way.ENTRA), "", "api_base",
                "https://resource.openai.test")) {
            failed(own, Way.ENTRA, "resource.openai.test) cannot be reached: its name is not known to DNS");
        }

        assertThat(proxy.requests().subList(before, proxy.requests().size()))
                .extracting(CorporateProxy.Request::host).containsOnly("login.microsoftonline.com");
        assertThat(resolver.lines()).as("what is looked up is noticed").anyMatch(
                line -> line.contains("resource.openai.test"));
        nothingWasLookedUp();
    }

    @Test
    void variablesThatTheFileSetsAreTheCloudsTooAndFollowAReload() throws Exception {
        String set = "environment_variables: {AWS_BEARER_TOKEN_BEDROCK: %s, WORKLOAD_TOKEN: eyJ.workload}\n";
        String[] noKeys = {"aws_access_key_id", null, "aws_secret_access_key", null};
        List<Way> ways = List.of(Way.BEDROCK, Way.CONVERSE);
        try (RunningGateway own = gateway("", environment(), ways, set.formatted("wrong"), noKeys)) {
            assertThat(ask(own, Way.BEDROCK, false).statusCode()).isEqualTo(503);
            assertThat(outside.asked().get(outside.asked().size() - 1).headers().get("authorization"))
                    .isEqualTo("Bearer wrong");
            assertThat(own.gateway().config().toString()).doesNotContain("wrong");

            own.reload(yaml("", ways, set.formatted("sk-standin"), noKeys), environment());

            answered(own, Way.BEDROCK);
            answered(own, Way.CONVERSE);
        }
    }
}
