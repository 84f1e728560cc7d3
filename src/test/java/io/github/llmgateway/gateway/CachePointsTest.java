package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cache marks that the gateway puts into prompts of clients that set none. */
class CachePointsTest {

    private static final String LONG = "word ".repeat(1000);
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";
    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider((asked, response) -> StubProvider.json(200, asked.uri().contains("count_tokens")
                ? "{\"input_tokens\":7}" : asked.uri().contains("messages") ? Answers.ANTHROPIC : Answers.OPENAI)
                .answer(asked, response));
        gateway = RunningGateway.with("""
                model_list:
                  - {model_name: m, litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: k, api_base: "URL"}}
                  - {model_name: haiku, litellm_params: {model: anthropic/claude-haiku-4-5, api_key: k, api_base: "URL"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt, api_key: k, api_base: "URL"}}
                  - model_name: none
                    litellm_params: {model: anthropic/none, api_key: k, api_base: "URL", cache_control_injection_points: []}
                  - model_name: own
                    litellm_params:
                      model: anthropic/own
                      api_key: k
                      api_base: "URL"
                      cache_control_injection_points:
                        - {location: message, role: system, control: {type: ephemeral, ttl: 1h}}
                        - {location: message, index: -1}
                        - {location: message, role: user}
                        - {location: message, role: assistant}
                        - {location: message, index: 0}
                        - {location: message, index: 1}
                        - {location: message, index: 77}
                  - model_name: dropping
                    litellm_params:
                      {model: anthropic/dropping, api_key: k, api_base: "URL", additional_drop_params: [system, tools]}
                gateway_settings: {inject_cache_points: true}
                """.replace("URL", provider.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    private static String points(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-gateway-cache-points").orElse("none");
    }

    private static String tell(String model, String rest, String... headers) throws Exception {
        return points(gateway.post("/v1/messages", "{\"model\":\"" + model + "\",\"max_tokens\":9," + rest + "}", headers));
    }

    private static String sent() {
        String text = provider.last().text();
        assertThat(provider.last().json().isObject()).isTrue();
        return text.substring(text.indexOf("\"max_tokens\":9,") + 15, text.length() - 1);
    }

    @Test
    void stringsBecomeBlocksAndAllOtherBytesStayAsTheyCame() throws Exception {
        assertThat(tell("m", "\"system\" : \"" + LONG + "\", \"top_p\":0.90, \"messages\":[{\"content\":\"H\\u0069\" , "
                + "\"role\":\"user\"}]")).isEqualTo("injected=2");

        assertThat(sent()).isEqualTo("\"system\" : [{\"type\":\"text\",\"text\":\"" + LONG + "\"" + MARK
                + "}], \"top_p\":0.90, \"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"H\\u0069\"" + MARK
                + "}] , \"role\":\"user\"}]");
    }

    @Test
    void theLastBlockOfEachPartIsMarked() throws Exception {
        assertThat(tell("m", "\"tools\":[{\"name\":\"a\",\"input_schema\":{}},{\"name\":\"b\",\"input_schema\":{\"x\":{}} }],"
                + "\"system\":[{\"type\":\"text\",\"text\":\"" + LONG + "\"},{\"type\":\"text\",\"text\":\"x\"}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"b\"},{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"c\"}]}]}]")).isEqualTo("injected=3");

        assertThat(sent()).isEqualTo("\"tools\":[{\"name\":\"a\",\"input_schema\":{}},{\"name\":\"b\",\"input_schema\":"
                + "{\"x\":{}} " + MARK + "}],\"system\":[{\"type\":\"text\",\"text\":\"" + LONG + "\"},{\"type\":\"text\","
                + "\"text\":\"x\"" + MARK + "}],\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"tool_result\",\"tool_use_id\":\"t\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"c\"}]" + MARK + "}]}]");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "injected=1 | `\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"s\"}]},{\"role\":\"user\",\"content\":\"x\"}]`",
        "none       | `\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"redacted_thinking\",\"data\":\"x\"}]}]`",
        "none       | `\"system\":\"\",\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"}]}]`",
        "none       | `\"system\":[],\"tools\":[{\"name\":\"a\",\"defer_loading\":true}],\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"},{\"role\":\"user\",\"content\":[]}]`",
        "injected=1 | `\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"}]`",
        "none       | `\"messages\":[{\"role\":\"user\",\"content\":\"short\"}]`",
        "none       | `\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"LONG\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]`",
        "none       | `\"cache_control\":{\"type\":\"ephemeral\"},\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"}]`",
        "none       | `\"messages\":[{\"role\":\"user\",\"content\":\"LONG\"}],\"tools\":[{\"name\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}]`",
        "none       | `\"system\":[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header: v\"},{\"type\":\"text\",\"text\":\"LONG\"}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]`"})
    void whatTakesNoMarkOrNeedsNoneStaysAsItCame(String points, String rest) throws Exception {
        String body = rest.replace("LONG", LONG);

        assertThat(tell("m", body)).isEqualTo(points);

        if (points.equals("none")) {
            assertThat(sent()).isEqualTo(body);
        }
    }

    @Test
    void claudeCodesRequestsAreLeftAlone() throws Exception {
        String body = "\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG + "\"}]";

        assertThat(tell("m", body, "user-agent", "claude-cli/2.1.0 (external, cli)")).isEqualTo("none");
        assertThat(sent()).isEqualTo(body);
    }

    @Test
    void aModelThatCachesLongerPromptsOnlyIsGivenNoMarksForShorterOnes() throws Exception {
        assertThat(tell("haiku", "\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG + "\"}]")).isEqualTo("none");
        assertThat(tell("haiku", "\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG.repeat(3) + "\"}]"))
                .isEqualTo("injected=1");
    }

    @Test
    void aDeploymentsOwnPointsGoBeforeTheSwitch() throws Exception {
        String body = "\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG + "\"}]";
        assertThat(tell("none", body)).isEqualTo("none");

        // Two of the seven mean the same message, one means none, and four is Anthropic's bound.
        assertThat(tell("own", "\"system\":\"" + LONG + "\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                + "{\"role\":\"user\",\"content\":\"b\"},{\"role\":\"assistant\",\"content\":\"c\"},"
                + "{\"role\":\"user\",\"content\":\"d\"}]")).isEqualTo("injected=4");
        JsonNode sent = provider.last().json();
        assertThat(sent.at("/system/0/cache_control/ttl").asText()).isEqualTo("1h");
        assertThat(sent.at("/messages/0/content/0/cache_control").isObject()).isTrue();
        assertThat(sent.at("/messages/1/content").isTextual()).isTrue();
        assertThat(sent.at("/messages/2/content/0/cache_control").isObject()).isTrue();
        assertThat(sent.at("/messages/3/content/0/cache_control").isObject()).isTrue();
    }

    @Test
    void whatIsTakenOutIsNotMarked() throws Exception {
        assertThat(tell("dropping", "\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG
                + "\"}],\"tools\":[{\"name\":\"a\"}]")).startsWith("injected=");

        assertThat(sent()).isEqualTo("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + LONG
                + "\"" + MARK + "}]}]");
    }

    @Test
    void anOpenAiClientsPromptIsMarkedOnItsWayToAnthropic() throws Exception {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"" + LONG + "\"},{\"role\":\"user\","
                + "\"content\":\"a\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"r\"}],"
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]}";

        assertThat(points(gateway.post("/v1/chat/completions", body))).isEqualTo("injected=3");

        JsonNode sent = provider.last().json();
        for (String place : List.of("/system/0", "/tools/0", "/messages/2/content/0")) {
            assertThat(sent.at(place + "/cache_control/type").asText()).as(place).isEqualTo("ephemeral");
        }
        assertThat(sent.toString().split("cache_control", -1)).hasSize(4);
    }

    @Test
    void anOpenAiClientsOwnMarksStayAlone() throws Exception {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + LONG
                + "\",\"cache_control\":{\"type\":\"ephemeral\"}}]},{\"role\":\"user\",\"content\":\"b\"}]}";

        assertThat(points(gateway.post("/v1/chat/completions", body))).isEqualTo("none");
        assertThat(provider.last().text().split("cache_control", -1)).hasSize(2);
    }

    @Test
    void providersThatCacheByThemselvesGetNoMarksAndCountsNeedNone() throws Exception {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG + "\"}]}";

        assertThat(points(gateway.post("/v1/chat/completions", "{\"model\":\"gpt\"," + messages))).isEqualTo("none");
        assertThat(provider.last().text()).doesNotContain("cache_control");
        assertThat(points(gateway.post("/v1/messages/count_tokens", "{\"model\":\"m\"," + messages))).isEqualTo("none");
        assertThat(provider.last().text()).doesNotContain("cache_control");
    }
}
