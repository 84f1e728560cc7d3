package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.StandIn;
import io.github.llmgateway.testing.CapturedLog;
import io.github.llmgateway.testing.CorporateProxy;
import io.github.llmgateway.testing.Eventually;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures and documents that clients give by their addresses, on their way to providers that take only bytes. */
class FetchedMediaTest {

    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and pixels".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PDF = "%PDF-1.7 and pages".getBytes(StandardCharsets.US_ASCII);
    private static final String SIGNATURE = "X-Signature=verysecret";

    private static final Map<Family, StandIn> PROVIDERS = new EnumMap<>(Family.class);
    private static StubProvider web;
    private static StubProvider inner;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        web = new StubProvider(FetchedMediaTest::serve);
        inner = new StubProvider(FetchedMediaTest::serve);
        gateway = RunningGateway.with(configuration(authority(web) + ", nobody.test, '[::1]:9'"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        web.close();
        inner.close();
        PROVIDERS.values().forEach(StandIn::close);
    }

    @BeforeEach
    void forget() {
        web.asked().clear();
        inner.asked().clear();
        PROVIDERS.values().forEach(each -> each.violations().clear());
    }

    private static String configuration(String allowed) {
        StringBuilder models = new StringBuilder("model_list:\n");
        for (Family family : List.of(Family.BEDROCK_INVOKE, Family.BEDROCK_CONVERSE, Family.VERTEX_CLAUDE, Family.GEMINI,
                Family.VERTEX_GEMINI, Family.OPENAI, Family.AZURE_V1, Family.ANTHROPIC)) {
            models.append(PROVIDERS.computeIfAbsent(family, Family::start).configuration(family.name()));
        }
        return models + """
                router_settings: {num_retries: 0, disable_cooldowns: true}
                gateway_settings:
                  drain_seconds: 1
                  inject_cache_points: true
                  media: {max_bytes: 1000, timeout_seconds: 2, allow_hosts: [ALLOWED]}
                """.replace("ALLOWED", allowed);
    }

    private static String authority(StubProvider server) {
        return URI.create(server.url()).getAuthority();
    }

    private static void serve(StubProvider.Asked asked, HttpServerResponse response) {
        String path = URI.create(asked.uri()).getPath();
        switch (path) {
            case "/a.png" -> response.putHeader("content-type", "text/html").end(Buffer.buffer(PNG));
            case "/a.pdf" -> response.end(Buffer.buffer(PDF));
            case "/a.txt" -> response.putHeader("content-type", "text/plain; charset=utf-8").end("Grüße \"an\" alle");
            case "/page" -> response.putHeader("content-type", "image/png").end("<html>sign in</html>");
            case "/large" -> response.end(Buffer.buffer(PNG).appendBuffer(Buffer.buffer(new byte[1000])));
            case "/big" -> response.end(Buffer.buffer(PNG).appendBuffer(Buffer.buffer(new byte[900])));
            case "/silent" -> response.setChunked(true).write("\u0089PNG");
            case "/here" -> response.setStatusCode(302).putHeader("location", "/a.png").end();
            case "/round" -> response.setStatusCode(307).putHeader("location", "/round").end();
            case "/inside" -> response.setStatusCode(301).putHeader("location", inner.url() + "/a.png").end();
            case "/metadata" -> response.setStatusCode(303).putHeader("location", "http://169.254.169.254/latest").end();
            default -> response.setStatusCode(404).end("nothing here");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String block(String type, String url) {
        return "{\"type\":\"" + type + "\",\"source\":{\"type\":\"url\",\"url\":\"" + url + "\"}}";
    }

    private static String anthropic(Family family, String content) {
        return "{\"model\":\"" + family + "\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":[" + content
                + "]}]}";
    }

    private static HttpResponse<String> tell(String path, String body) throws Exception {
        HttpResponse<String> answer = gateway.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String sent(Family family) {
        List<StubProvider.Asked> asked = PROVIDERS.get(family).asked().stream()
                .filter(each -> !each.uri().equals("/token")).toList();
        return asked.get(asked.size() - 1).text();
    }

    @ParameterizedTest
    @CsvSource({"BEDROCK_INVOKE", "VERTEX_CLAUDE"})
    void toClaudeInACloudTheBytesTakeTheAddresssPlaceAndAllOthersStay(Family family) throws Exception {
        String before = "{\"type\":\"text\",\"text\":\"H\\u0069 \\\"url\\\"\"} , ";
        String after = ",\"type\":\"image\" ,\"cache_control\":{\"type\":\"ephemeral\"}},";
        String picture = web.url() + "/a.png?" + SIGNATURE;
        tell("/v1/messages", "{\"model\":\"" + family + "\",\"max_tokens\":64,\"tools\":[{\"name\":\"n\",\"input_schema\":"
                + "{\"type\":\"object\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":" + block("image", "http://x/") + "}]},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":["
                + block("image", picture) + "]}," + before + "{\"source\" : {\"url\":\"" + picture + "\", \"type\":\"url\"}"
                + after + block("document", web.url() + "/a.pdf") + "]}]}");

        String bytes = "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"" + base64(PNG) + "\"}";
        assertThat(sent(family)).contains("\"input\":" + block("image", "http://x/"))
                .contains("\"content\":[{\"type\":\"image\",\"source\":" + bytes + "}]}," + before + "{\"source\" : " + bytes
                        + after + "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\","
                        + "\"data\":\"" + base64(PDF) + "\"}");
        assertThat(web.asked()).as("equal addresses once").hasSize(2);
        assertThat(PROVIDERS.get(family).violations()).isEmpty();
    }

    @Test
    void aMarkForThePromptsCacheStandsBehindTheBytes() throws Exception {
        HttpResponse<String> answer = tell("/v1/messages", anthropic(Family.BEDROCK_INVOKE, "{\"type\":\"text\",\"text\":\""
                + "word ".repeat(1000) + "\"}," + block("image", web.url() + "/a.png")));

        assertThat(answer.headers().firstValue("x-gateway-cache-points")).contains("injected=1");
        assertThat(sent(Family.BEDROCK_INVOKE)).contains("\"data\":\"" + base64(PNG)
                + "\"},\"cache_control\":{\"type\":\"ephemeral\"}}");

        tell("/v1/messages", anthropic(Family.BEDROCK_CONVERSE, "{\"type\":\"text\",\"text\":\"" + "word ".repeat(1000) + "\"},"
                + block("image", web.url() + "/a.png")));
        assertThat(sent(Family.BEDROCK_CONVERSE)).contains("\"bytes\":\"" + base64(PNG) + "\"", "\"cachePoint\"");
    }

    @Test
    void aTextBecomesADocumentOfText() throws Exception {
        tell("/v1/messages", anthropic(Family.BEDROCK_INVOKE, block("document", web.url() + "/a.txt")));

        assertThat(json(sent(Family.BEDROCK_INVOKE)).at("/messages/0/content/0/source").toString()).isEqualTo(
                "{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"Grüße \\\"an\\\" alle\"}");
    }

    @ParameterizedTest
    @CsvSource({"BEDROCK_CONVERSE, /messages/0/content/1/image/source/bytes", "GEMINI, /contents/0/parts/1/inlineData/data",
        "BEDROCK_INVOKE, /messages/0/content/1/source/data", "VERTEX_CLAUDE, /messages/0/content/1/source/data"})
    void anOpenAiClientsPictureArrivesAsBytes(Family family, String place) throws Exception {
        tell("/v1/chat/completions", "{\"model\":\"" + family + "\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"what?\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + web.url()
                + "/here\"}}]}]}");

        JsonNode body = json(sent(family));
        assertThat(body.at(place).asText()).as(body.toString()).isEqualTo(base64(PNG));
        assertThat(PROVIDERS.get(family).violations()).isEmpty();
        assertThat(web.last().headers().names()).doesNotContain("authorization", "x-api-key", "cookie");
    }

    @ParameterizedTest
    @CsvSource({"OPENAI", "AZURE_V1"})
    void chatCompletionsGetsAnotherClientsDocumentAsBytesAndItsPictureAsAnAddress(Family family) throws Exception {
        tell("/v1/messages", anthropic(family, block("document", web.url() + "/a.pdf") + ","
                + block("image", web.url() + "/a.png")));

        assertThat(sent(family)).contains("data:application/pdf;base64," + base64(PDF), web.url() + "/a.png");
        assertThat(web.asked()).extracting(StubProvider.Asked::uri).containsExactly("/a.pdf");
    }

    @Test
    void anotherDeploymentGetsWhatWasFetchedForTheFirst() throws Exception {
        String group = PROVIDERS.get(Family.BEDROCK_INVOKE).configuration("both")
                + PROVIDERS.get(Family.BEDROCK_CONVERSE).configuration("both");
        try (RunningGateway failing = RunningGateway.with(configuration(authority(web)).replace("num_retries: 0",
                "num_retries: 1").replace("model_list:\n", "model_list:\n" + group))) {
            PROVIDERS.get(Family.BEDROCK_INVOKE).asked().clear();
            PROVIDERS.get(Family.BEDROCK_CONVERSE).asked().clear();
            HttpResponse<String> answer = failing.post("/v1/messages", anthropic(Family.ANTHROPIC, "{\"type\":\"text\",\"text\":\""
                    + Scenario.OVERLOADED.marker() + "\"}," + block("image", web.url() + "/a.png")).replace("ANTHROPIC", "both"));

            assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(500);
            assertThat(sent(Family.BEDROCK_INVOKE)).contains(base64(PNG));
            assertThat(sent(Family.BEDROCK_CONVERSE)).contains(base64(PNG));
            assertThat(web.asked()).hasSize(1);
        }
    }

    @Test
    void theRoomIsGivenBackWhateverBecameOfTheRequest() throws Exception {
        try (RunningGateway small = RunningGateway.with(configuration(authority(web)).replace("drain_seconds: 1",
                "drain_seconds: 1\n  max_buffered_bytes: 3000\n  buffer_wait_seconds: 1"))) {
            for (int i = 0; i < 5; i++) {
                for (String path : List.of("/big", "/gone.png", "/large", "/page")) {
                    HttpResponse<String> answer = small.post("/v1/messages", anthropic(Family.BEDROCK_INVOKE,
                            block("image", web.url() + path)));
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(path.equals("/big") ? 200 : 400);
                }
            }
        }
    }

    @Test
    void whatTheProviderFetchesItselfIsNotFetchedHere() throws Exception {
        String picture = web.url() + "/a.png";
        tell("/v1/messages", anthropic(Family.ANTHROPIC, block("image", picture)));
        assertThat(sent(Family.ANTHROPIC)).contains("\"source\":{\"type\":\"url\",\"url\":\"" + picture + "\"}");
        tell("/v1/messages", anthropic(Family.VERTEX_GEMINI, block("image", picture)));
        assertThat(sent(Family.VERTEX_GEMINI)).contains("\"fileUri\":\"" + picture + "\"");

        assertThat(web.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "image | WEB/gone.png | 127.0.0.1 answered 404.",
        "image | WEB/page | 127.0.0.1 sent something else where a picture (PNG, JPEG, GIF, WebP) is wanted.",
        "image | WEB/a.pdf | 127.0.0.1 sent a PDF where a picture",
        "document | WEB/a.png | 127.0.0.1 sent a picture where a PDF or plain text is wanted.",
        "image | WEB/large | The answer of 127.0.0.1 is larger than 1000 bytes.",
        "image | WEB/silent | 127.0.0.1 has not answered within",
        "image | WEB/round | 127.0.0.1 redirects more than 3 times.",
        "image | WEB/inside | 127.0.0.1 leads to an address that nothing is fetched from here.",
        "image | WEB/metadata | 169.254.169.254 leads to an address that nothing is fetched from here.",
        "image | INNER/a.png | 127.0.0.1 leads to an address that nothing is fetched from here.",
        "image | http://localhost/a.png | localhost is a name of one's own network, and nothing is fetched from there.",
        "image | http://[::ffff:127.0.0.1]:8080/a.png | leads to an address that nothing is fetched from here.",
        "image | http://2130706433/a.png | The address names no host that could be looked up.",
        "image | http://me:pw@a.example/a.png | The address has a user name in it; nothing is fetched with credentials.",
        "image | ftp://a.example/a.png | The address does not begin with https:// or http://.",
        "image | https://nobody.test/a.png | nobody.test cannot be reached."})
    void whatCannotBeHadIsTheClientsToMend(String type, String url, String why) throws Exception {
        String address = url.replace("WEB", web.url()).replace("INNER", inner.url()) + "?" + SIGNATURE;
        try (CapturedLog log = CapturedLog.of("ROOT")) {
            HttpResponse<String> answer = gateway.post("/v1/messages", anthropic(Family.BEDROCK_INVOKE,
                    "{\"type\":\"text\",\"text\":\"x\"}," + block(type, address)));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            JsonNode error = json(answer.body()).path("error");
            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.path("message").asText()).startsWith("messages[0].content[1].source.url: ").contains(why)
                    .contains("Send the bytes in base64 instead").doesNotContain("verysecret").doesNotContain(".png");
            assertThat(String.join("\n", log.lines())).doesNotContain("verysecret");
        }
        assertThat(inner.asked()).isEmpty();
    }

    @Test
    void tooManyAddressesAreRefusedBeforeAnyIsAsked() throws Exception {
        StringBuilder content = new StringBuilder("{\"type\":\"text\",\"text\":\"x\"}");
        for (int i = 0; i < 21; i++) {
            content.append(',').append(block("image", web.url() + "/a.png?" + i));
        }

        HttpResponse<String> answer = gateway.post("/v1/messages", anthropic(Family.BEDROCK_INVOKE, content.toString()));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("more than 20 addresses");
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void aClientThatLeavesEndsTheFetch() throws Exception {
        try (Wire client = Wire.to(gateway)) {
            client.send(Wire.post("/v1/messages", anthropic(Family.BEDROCK_INVOKE, block("image", web.url() + "/silent"))));
            Eventually.holds("the picture is asked for", () -> !web.asked().isEmpty());
            while (web.wasLeft(0)) {
                // Those of before.
            }
        }

        assertThat(web.wasLeft(1)).as("well before its own time is up").isTrue();
    }

    @Test
    void throughACompanysProxyGoesWhatOnlyTheProxyCanResolve() throws Exception {
        try (CorporateProxy proxy = CorporateProxy.start(Map.of("pictures.test", URI.create(web.url()).getPort()));
                RunningGateway behind = RunningGateway.with(configuration(""), proxy.environment())) {
            String body = anthropic(Family.BEDROCK_INVOKE, block("image", "SCHEME://pictures.test/a.png"));
            for (String scheme : List.of("http", "https")) {
                HttpResponse<String> answer = behind.post("/v1/messages", body.replace("SCHEME", scheme));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(sent(Family.BEDROCK_INVOKE)).contains(base64(PNG));
            }
            assertThat(proxy.requests("pictures.test")).hasSize(2);

            proxy.requests().clear();
            for (String url : List.of("http://10.1.2.3/a.png", "http://metadata.google.internal/a.png", "http://intranet/")) {
                assertThat(behind.post("/v1/messages", anthropic(Family.BEDROCK_INVOKE, block("image", url))).statusCode())
                        .isEqualTo(400);
            }
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void theClientIsToldNothingOfTheProxyAndTheOperatorAllOfIt() throws Exception {
        try (CorporateProxy proxy = CorporateProxy.start(Map.of("blocked.test", 1)).block("blocked.test");
                RunningGateway behind = RunningGateway.with(configuration(""), proxy.environment());
                CapturedLog log = CapturedLog.of("io.github.llmgateway.media")) {
            for (String host : List.of("blocked.test", "unknown.test")) {
                HttpResponse<String> answer = behind.post("/v1/messages", anthropic(Family.BEDROCK_INVOKE,
                        block("image", "https://" + host + "/a.png?" + SIGNATURE)));

                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(json(answer.body()).path("error").path("message").asText()).contains(host + " cannot be reached.")
                        .doesNotContain("proxy").doesNotContain("127.0.0.1").doesNotContain(Integer.toString(proxy.port()));
            }
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("the proxy http://***@127.0.0.1:"
                    + proxy.port())).noneMatch(line -> line.contains("verysecret"));
            assertThat(log.lines().get(0)).contains("messages[0].content[0].source.url", "blocks blocked.test (403)");
        }
    }

    @Test
    void theOperatorMayTurnItOff() throws Exception {
        try (RunningGateway off = RunningGateway.with(configuration("").replace("media: {", "media: {enabled: false, "))) {
            HttpResponse<String> answer = off.post("/v1/messages", anthropic(Family.BEDROCK_CONVERSE,
                    block("image", web.url() + "/a.png")));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("Bedrock fetches nothing from the web");
            assertThat(web.asked()).isEmpty();
        }
    }
}
