package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a deployment's {@code litellm_params} say of temperature, thinking and so on holds for requests that do not. */
class RequestDefaultsTest {

    private static final String GEMINI =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"4\"}],\"role\":\"model\"},\"finishReason\":\"STOP\"}]}";
    private static final String CONVERSE = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"4\"}]}},"
            + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":3,\"totalTokens\":10}}";
    private static final String CONTENTS = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"2+2\"}]}]";

    private static StubProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new StubProvider((asked, response) -> response.putHeader("content-type", "application/json")
                .end(asked.uri().endsWith("/converse") ? CONVERSE
                        : asked.uri().contains("generateContent") ? GEMINI
                        : asked.uri().contains("/messages") || asked.uri().endsWith("/invoke") ? Answers.ANTHROPIC
                        : Answers.OPENAI));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-4.1, api_key: k, api_base: %1$s/v1, temperature: 0.2, max_tokens: 77, stop: END}
                  - model_name: thinker
                    litellm_params: &thinker {model: anthropic/claude-sonnet-4-5, api_key: k, api_base: %1$s, thinking: {type: enabled, budget_tokens: 2048}}
                  - model_name: cool
                    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: k, api_base: %1$s, temperature: 0.2, seed: 7, n: 2}
                  - model_name: effort
                    litellm_params: {model: openai/gpt-5, api_key: k, api_base: %1$s/v1, reasoning_effort: {effort: low, summary: auto}}
                  - model_name: thought-of
                    litellm_params: {model: openai/responses/gpt-5, api_key: k, api_base: %1$s/v1, reasoning_effort: low}
                  - model_name: local
                    litellm_params:
                      model: hosted_vllm/qwen
                      api_base: %1$s
                      extra_body: {chat_template_kwargs: {enable_thinking: false, deep: 1}, token_ids: [a], routing: {order: [a]}}
                  - model_name: gemini
                    litellm_params:
                      model: gemini/gemini-2.5-flash
                      api_key: k
                      api_base: %1$s
                      temperature: 0.3
                      safety_settings: [{category: HARM_CATEGORY_HARASSMENT, threshold: BLOCK_NONE}]
                      extra_body: {generationConfig: {mediaResolution: MEDIA_RESOLUTION_LOW}}
                  - model_name: nova
                    litellm_params: {model: bedrock/us.amazon.nova-pro-v1:0, api_key: k, api_base: %1$s, temperature: 0.4, top_k: 9}
                  - model_name: invoked
                    litellm_params: {<<: *thinker, model: bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0}
                """.formatted(provider.url()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void aRequestThatSaysNothingGetsThemAndKeepsAllElseAsItCame() throws Exception {
        chat("gpt", ", \"x_own\" : 1.50");

        assertThat(provider.last().text()).contains("\"x_own\" : 1.50", "\"content\":\"2+2\"");
        assertThat(sent()).isEqualTo(json("""
                {"model":"gpt-4.1","messages":[{"role":"user","content":"2+2"}],"x_own":1.50,
                "temperature":0.2,"max_completion_tokens":77,"stop":["END"]}"""));
    }

    @Test
    void whatTheRequestSaysHolds() throws Exception {
        chat("gpt", ",\"temperature\":0.9,\"max_tokens\":5,\"stop\":\"x\"");

        assertThat(provider.last().text()).contains("\"temperature\":0.9,\"max_tokens\":5,\"stop\":\"x\"}")
                .doesNotContain("0.2", "77", "END");
    }

    @Test
    void theyHoldForAClientOfAnotherFormatToo() throws Exception {
        messages("gpt", ",\"max_tokens\":9");

        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(sent().path("max_completion_tokens").asInt()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages", "/v1/chat/completions"})
    void aModelThinksUnasked(String path) throws Exception {
        say(path, "thinker", ",\"max_tokens\":4000");
        assertThat(sent().path("thinking")).isEqualTo(json("{\"type\":\"enabled\",\"budget_tokens\":2048}"));

        say(path, "invoked", ",\"max_tokens\":4000");
        assertThat(sent().path("thinking")).isEqualTo(json("{\"type\":\"enabled\",\"budget_tokens\":2048}"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages", "/v1/chat/completions"})
    void thinkingThatHasNoRoomIsLeftOutAndNamed(String path) throws Exception {
        HttpResponse<String> answer = say(path, "thinker", ",\"max_tokens\":1000,\"temperature\":0.5");

        assertThat(sent().has("thinking")).isFalse();
        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(answer.headers().firstValue("x-gateway-dropped")).contains("thinking");
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages", "/v1/chat/completions"})
    void aTemperatureStaysAwayFromThinkingThatIsAskedFor(String path) throws Exception {
        say(path, "cool", ",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1500}");
        assertThat(sent().has("temperature")).isFalse();

        say(path, "cool", ",\"max_tokens\":4000");
        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.2);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages", "/v1/chat/completions"})
    void whatTheProviderLacksIsNamedAndNeverRefused(String path) throws Exception {
        HttpResponse<String> answer = say(path, "cool", ",\"max_tokens\":9");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-gateway-dropped")).get().asString().contains("seed").contains("n");
        assertThat(sent().has("seed")).isFalse();
    }

    @Test
    void whatAClientSaysOfItIsStillRefused() throws Exception {
        HttpResponse<String> answer = chat("cool", ",\"n\":3");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("n: ");
    }

    @Test
    void anEffortMayStandInTheFormOfResponses() throws Exception {
        chat("effort", "");

        assertThat(sent().path("reasoning_effort").asText()).isEqualTo("low");
    }

    @Test
    void whatIsShownOfThoughtsIsTheClientsAndHowMuchIsThoughtTheDeployments() throws Exception {
        gateway.post("/v1/responses", "{\"model\":\"thought-of\",\"input\":\"2+2\",\"reasoning\":{\"summary\":\"auto\"}}");

        assertThat(sent().path("reasoning")).isEqualTo(json("{\"summary\":\"auto\",\"effort\":\"low\"}"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages", "/v1/chat/completions"})
    void extraBodyGoesIntoTheBodyAsItIs(String path) throws Exception {
        say(path, "local", ",\"max_tokens\":9");

        JsonNode asked = sent();
        assertThat(asked.path("chat_template_kwargs")).isEqualTo(json("{\"enable_thinking\":false,\"deep\":1}"));
        assertThat(asked.path("token_ids")).isEqualTo(json("[\"a\"]"));
        assertThat(asked.path("routing")).isEqualTo(json("{\"order\":[\"a\"]}"));
    }

    @Test
    void extraBodyFillsWhatTheClientLeavesOutOfAnObject() throws Exception {
        chat("local", ",\"chat_template_kwargs\":{\"enable_thinking\":true},\"token_ids\":null");

        JsonNode asked = sent();
        assertThat(asked.path("chat_template_kwargs")).isEqualTo(json("{\"enable_thinking\":true,\"deep\":1}"));
        assertThat(asked.path("token_ids").isNull()).isTrue();
    }

    @Test
    void geminisGoWhereItLooksForThem() throws Exception {
        for (String path : new String[] {"/v1/chat/completions", "/v1/messages"}) {
            say(path, "gemini", ",\"max_tokens\":9");
            assertThat(sent().path("generationConfig"))
                    .isEqualTo(json("{\"maxOutputTokens\":9,\"temperature\":0.3,\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}"));
            assertThat(sent().at("/safetySettings/0/threshold").asText()).isEqualTo("BLOCK_NONE");
        }

        gateway.post("/v1beta/models/gemini:generateContent", "{" + CONTENTS
                + ",\"safetySettings\":[],\"generationConfig\":{\"topP\":0.5,\"own\":1}}");
        assertThat(sent()).isEqualTo(json("{" + CONTENTS + ",\"safetySettings\":[],"
                + "\"generationConfig\":{\"topP\":0.5,\"own\":1,\"temperature\":0.3,\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}}"));
    }

    @Test
    void aClientThatWritesGooglesNamesWithUnderscoresKeepsItsSpelling() throws Exception {
        gateway.post("/v1beta/models/gemini:generateContent",
                "{" + CONTENTS + ",\"safety_settings\":[],\"generation_config\":{\"max_output_tokens\":5}}");

        assertThat(sent()).isEqualTo(json("{" + CONTENTS + ",\"safety_settings\":[],\"generation_config\":"
                + "{\"max_output_tokens\":5,\"temperature\":0.3,\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}}"));
    }

    @Test
    void conversesGoWhereItLooksForThem() throws Exception {
        gateway.post("/model/nova/converse", "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"2+2\"}]}],"
                + "\"inferenceConfig\":{\"maxTokens\":5}}");

        assertThat(sent().path("inferenceConfig")).isEqualTo(json("{\"maxTokens\":5,\"temperature\":0.4}"));
        assertThat(sent().at("/additionalModelRequestFields/inferenceConfig/topK").asInt()).isEqualTo(9);
    }

    @Test
    void aCountOfTokensIsLeftAlone() throws Exception {
        gateway.post("/v1/messages/count_tokens", "{\"model\":\"thinker\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}");

        assertThat(sent().has("thinking")).isFalse();
    }

    @Test
    void aValueThatNoProviderWouldTakeIsToldAtTheStart() {
        assertThatThrownBy(() -> RunningGateway.with("""
                model_list:
                  - model_name: m
                    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: k, thinking: {type: often}}
                """)).hasStackTraceContaining("line 2: litellm_params of m: Invalid value for 'thinking.type'");
    }

    private static HttpResponse<String> chat(String model, String more) throws Exception {
        return say("/v1/chat/completions", model, more);
    }

    private static HttpResponse<String> messages(String model, String more) throws Exception {
        return say("/v1/messages", model, more);
    }

    private static HttpResponse<String> say(String path, String model, String more) throws Exception {
        return gateway.post(path, "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]"
                + more + "}");
    }

    private static JsonNode sent() {
        return json(provider.last().text());
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
