package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which deployments a request may have by its tags, with LiteLLM's rules. */
class TagRoutingTest {

    private static final String GROUP = """
              - {model_name: m, litellm_params: {model: openai/free, api_key: k, api_base: "URL", tags: [free, eu]}}
              - {model_name: m, litellm_params: {model: openai/paid, api_key: k, api_base: "URL", tags: [paid, eu]}}
            """;
    private static final String DEFAULT = """
              - {model_name: m, litellm_params: {model: openai/rest, api_key: k, api_base: "URL", tags: [default, us]}}
            """;
    private static final String CLAUDE = """
              - {model_name: c, litellm_params: {model: anthropic/claude, api_key: k, api_base: "URL", tags: [free]}}
            """;
    private static final String ANY = "router_settings: {enable_tag_filtering: true, num_retries: 0}\n";
    private static final String ALL = "router_settings: {enable_tag_filtering: true, tag_filtering_match_any: false}\n";

    @TempDir
    private Path routes;

    private final StubProvider provider = new StubProvider(TagRoutingTest::answer);
    private RunningGateway gateway;

    private static void answer(StubProvider.Asked asked, io.vertx.core.http.HttpServerResponse response) {
        Behaviour behaviour = asked.text().contains("\"broken\"") ? StubProvider.json(503, "{}")
                : StubProvider.json(200, asked.uri().contains("messages") ? Answers.ANTHROPIC : Answers.OPENAI);
        behaviour.answer(asked, response);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        provider.close();
    }

    private void start(String models, String settings) {
        gateway = RunningGateway.with("model_list:\n" + models.replace("URL", provider.url()) + settings,
                Files.exists(routes.resolve("models.yaml")) ? Optional.of(routes) : Optional.empty());
    }

    private HttpResponse<String> ask(String model, String fields, String... headers) throws Exception {
        return gateway.post("/v1/chat/completions", "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]" + fields + "}", headers);
    }

    /** The model that answered; or the status of the refusal. */
    private String asked(String fields, String... headers) throws Exception {
        HttpResponse<String> answer = ask("m", fields, headers);
        return answer.statusCode() == 200 ? provider.last().json().path("model").asText()
                : Integer.toString(answer.statusCode());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "`,\"tags\":[\"free\"]`                                      | free",
        "`,\"tags\":\"paid\"`                                        | paid",
        "`,\"metadata\":{\"tags\":[\"paid\"],\"session\":\"7\"}`     | paid",
        "`,\"litellm_metadata\":{\"tags\":[\"paid\"]}`               | paid",
        "`,\"tags\":[\"free\",\"unheard\"]`                          | free",
        "`,\"tags\":[\"unheard\"]`                                   | rest",
        "`,\"tags\":[\"&unheard\"]`                                  | 400",
        "`,\"tags\":[\"eu\",\"!free\"]`                              | paid",
        "`,\"tags\":[\"&paid\"]`                                     | paid",
        "`,\"tags\":[{\"a\":[1]},null,\"paid\"]`                     | paid",
        "`,\"metadata\":{\"tags\":[[\"free\"],\"paid\"]}`             | paid",
        "`,\"tags\":{\"a\":[1]},\"metadata\":[],\"user\":\"u\"`        | rest",
        "`,\"tags\":[],\"litellm_metadata\":null`                    | rest",
        "``                                                          | rest"})
    void theTagsOfTheBodyChoose(String fields, String model) throws Exception {
        start(GROUP + DEFAULT, ANY);

        assertThat(asked(fields)).isEqualTo(model);
    }

    @Test
    void theHeaderChoosesToo() throws Exception {
        start(GROUP + DEFAULT, ANY);

        assertThat(asked("", "x-litellm-tags", "unheard, paid")).isEqualTo("paid");
    }

    @Test
    void whereAllMustMatchOneIsNotEnough() throws Exception {
        start(GROUP, ALL);

        assertThat(asked(",\"tags\":[\"eu\",\"paid\"]")).isEqualTo("paid");
        assertThat(asked(",\"tags\":[\"us\",\"paid\"]")).isEqualTo("400");
    }

    @Test
    void withoutADefaultWhoAsksForNothingMayHaveAll() throws Exception {
        start(GROUP, ANY);

        assertThat(asked("")).isIn("free", "paid");
    }

    @Test
    void aRefusalSaysWhichTagsWereAskedForAndWhichThereAre() throws Exception {
        start(GROUP, ANY);

        HttpResponse<String> refusal = ask("m", ",\"tags\":[\"mars\"]");

        assertThat(refusal.statusCode()).isEqualTo(400);
        JsonNode error = Json.MAPPER.readTree(refusal.body()).path("error");
        assertThat(error.path("message").asText()).contains("mars").contains("eu, free, paid");
        assertThat(error.path("code").asText()).isEqualTo("no_deployments_with_tags");
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void withoutTheSwitchTagsChooseNothing() throws Exception {
        start(CLAUDE.replace("model_name: c", "model_name: m").replace("anthropic/claude", "openai/only"), "");

        assertThat(asked(",\"tags\":[\"mars\"]")).isEqualTo("only");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "`,\"tags\":[\"free\"]`                                            | ``",
        "`,\"tags\":[\"free\"],\"litellm_metadata\":{\"tags\":[\"free\"]}` | ``",
        "`,\"tags\":[\"free\"],\"user\":\"u\"`                             | `,\"user\":\"u\"`",
        "`,\"metadata\":{\"tags\":[\"free\"]}`                             | `,\"metadata\":{}`",
        "`,\"metadata\":{\"a\":\"1\",\"tags\":[\"free\"]}`                 | `,\"metadata\":{\"a\":\"1\"}`",
        "`,\"metadata\":{\"tags\": [\"free\"] , \"a\":\"1\"}`              | `,\"metadata\":{\"a\":\"1\"}`",
        "`,\"metadata\":{\"a\":\"1\",\"tags\":[\"free\"],\"b\":\"2\"}`     | `,\"metadata\":{\"a\":\"1\",\"b\":\"2\"}`",
        "`,\"metadata\":{\"tags\":\"free\"}`                               | `,\"metadata\":{\"tags\":\"free\"}`"})
    void noProviderSeesTheTags(String said, String sent) throws Exception {
        start(GROUP, ANY);

        assertThat(asked(said)).isIn("free", "paid");

        String model = provider.last().json().path("model").asText();
        assertThat(provider.last().text()).isEqualTo("{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]" + sent + "}");
    }

    @Test
    void tagsGoNowhereEitherWhereTheRequestIsTranslated() throws Exception {
        start(GROUP + CLAUDE, ANY);

        HttpResponse<String> claude = ask("c", ",\"tags\":[\"free\"],\"metadata\":{\"tags\":[\"free\"]}");
        assertThat(claude.statusCode()).as(claude.body()).isEqualTo(200);
        assertThat(provider.last().text()).doesNotContain("tags");

        HttpResponse<String> gpt = gateway.post("/v1/messages", "{\"model\":\"m\",\"max_tokens\":9,\"metadata\":"
                + "{\"tags\":[\"free\"]},\"tags\":[\"free\"],\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");
        assertThat(gpt.statusCode()).as(gpt.body()).isEqualTo(200);
        assertThat(provider.last().json().path("model").asText()).isEqualTo("free");
        assertThat(provider.last().text()).doesNotContain("tags");
    }

    @Test
    void anAnthropicClientsTagsAreTakenOutOfWhatPassesThrough() throws Exception {
        start(CLAUDE, ANY);

        HttpResponse<String> answer = gateway.post("/v1/messages", "{\"model\":\"c\",\"metadata\":{\"user_id\":\"u\","
                + "\"tags\":[\"free\"]},\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().text()).startsWith(
                "{\"model\":\"claude\",\"metadata\":{\"user_id\":\"u\"},\"max_tokens\":9,");
    }

    @Test
    void whatARuleDemandsHoldsWithoutTheSwitchAndNoDefaultTakesItsPlace() throws Exception {
        Files.writeString(routes.resolve("models.yaml"), RoutingRuleTest.shippedWith("""
                - choice:
                    when:
                      - simple: "${header.x-team} != null"
                        steps:
                          - setProperty: {name: tags, simple: "${header.x-team}"}
                """));
        start(GROUP + DEFAULT, "router_settings: {num_retries: 0}\n");

        assertThat(asked("", "x-team", "paid")).isEqualTo("paid");
        assertThat(asked(",\"tags\":[\"us\"]", "x-team", "free, unheard")).isEqualTo("free");
        assertThat(asked("", "x-team", "mars")).isEqualTo("400");
    }

    @Test
    void aRuleReadsTheClientsTags() throws Exception {
        Files.writeString(routes.resolve("models.yaml"), RoutingRuleTest.shippedWith("""
                - choice:
                    when:
                      - simple: "${body.tags} contains 'cheap'"
                        steps:
                          - setProperty: {name: tags, constant: "eu,&free"}
                """));
        start(GROUP, "");

        for (int i = 0; i < 4; i++) {
            assertThat(asked(",\"tags\":[\"cheap\"]")).isEqualTo("free");
            assertThat(asked("", "x-litellm-tags", "fast,cheap")).isEqualTo("free");
        }
    }

    @Test
    void aFallbackWithoutTheTagsDoesNotHideWhyThereIsNoAnswer() throws Exception {
        start("""
                  - {model_name: m, litellm_params: {model: openai/broken, api_key: k, api_base: "URL", tags: [eu]}}
                  - {model_name: other, litellm_params: {model: openai/other, api_key: k, api_base: "URL", tags: [us]}}
                  - {model_name: third, litellm_params: {model: openai/third, api_key: k, api_base: "URL", tags: [eu]}}
                """, "router_settings: {enable_tag_filtering: true, num_retries: 0, fallbacks: [{m: [other]}]}\n");
        assertThat(asked(",\"tags\":[\"eu\"]")).isEqualTo("503");
        gateway.close();

        start("""
                  - {model_name: m, litellm_params: {model: openai/broken, api_key: k, api_base: "URL", tags: [eu]}}
                  - {model_name: other, litellm_params: {model: openai/other, api_key: k, api_base: "URL", tags: [us]}}
                  - {model_name: third, litellm_params: {model: openai/third, api_key: k, api_base: "URL", tags: [eu]}}
                """, "router_settings: {enable_tag_filtering: true, num_retries: 0, fallbacks: [{m: [other, third]}]}\n");
        assertThat(asked(",\"tags\":[\"eu\"]")).isEqualTo("third");
    }

    @Test
    void tooManyTagsAreRefused() throws Exception {
        start(GROUP, ANY);

        assertThat(asked(",\"tags\":[" + "\"t\",".repeat(64) + "\"t\"]")).isEqualTo("400");
        assertThat(asked(",\"tags\":[\"" + "t".repeat(257) + "\"]")).isEqualTo("400");
    }

    @Test
    void fieldsThatAreDroppedAndFieldsForTheGatewayLeaveAWholeBody() throws Exception {
        start(GROUP, ANY + "litellm_settings: {additional_drop_params: [metadata, user]}\n");

        asked(",\"user\":\"u\",\"metadata\":{\"tags\":[\"free\"]},\"seed\":1,\"tags\":[\"free\"],\"user\":\"v\"");

        assertThat(provider.last().text()).isEqualTo(
                "{\"model\":\"free\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}],\"seed\":1}");
    }
}
