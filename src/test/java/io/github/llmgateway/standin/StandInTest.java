package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Each stand-in over its socket. */
class StandInTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static HttpResponse<byte[]> ask(Family family, StandIn standIn, Scenario scenario, boolean streamed)
            throws Exception {
        return CLIENT.send(Prompts.to(family, standIn.address(), scenario, streamed), BodyHandlers.ofByteArray());
    }

    @TestFactory
    Stream<DynamicTest> everyScenarioIsPlayedWholeAndStreamed() {
        return Stream.of(Family.values()).map(family -> dynamicTest(family.toString(), () -> {
            try (StandIn standIn = family.start()) {
                for (Scenario scenario : Scenario.values()) {
                    for (boolean streamed : new boolean[] {false, true}) {
                        HttpResponse<byte[]> answer = ask(family, standIn, scenario, streamed);
                        Trouble trouble = scenario == Scenario.MID_STREAM_ERROR && !streamed ? Trouble.BROKEN
                                : scenario.trouble();

                        assertThat(answer.statusCode()).as("%s %s", scenario, streamed)
                                .isEqualTo(trouble == null ? 200 : family.refused.status(trouble));
                        Heard heard = standIn.heard().get(standIn.heard().size() - 1);
                        assertThat(heard.scenario()).isEqualTo(scenario);
                        assertThat(heard.streamed()).isEqualTo(streamed);
                        assertThat(heard.tools()).extracting(Heard.Tool::name).containsExactly(Told.TOOL,
                                Told.SECOND_TOOL);
                    }
                }
                assertThat(standIn.violations()).isEmpty();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> itsConfigurationIsAnEntryOfAModelList() {
        return Stream.of(Family.values()).map(family -> dynamicTest(family.toString(), () -> {
            try (StandIn standIn = family.start()) {
                JsonNode entry = Json.MAPPER.valueToTree(new Yaml()
                        .load("model_list:\n" + standIn.configuration("any"))).at("/model_list/0");

                assertThat(entry.path("model_name").asText()).isEqualTo("any");
                assertThat(entry.at("/litellm_params/api_base").asText()).startsWith(standIn.address());
            }
        }));
    }

    @Test
    void aBrokenRuleIsAnsweredInTheVendorsFormAndRemembered() throws Exception {
        try (StandIn standIn = Family.ANTHROPIC.start()) {
            HttpResponse<byte[]> answer = CLIENT.send(HttpRequest.newBuilder(
                    URI.create(standIn.address() + "/v1/messages"))
                    .header("content-type", "application/json").header("x-api-key", Family.KEY)
                    .header("anthropic-version", "2023-06-01").POST(HttpRequest.BodyPublishers.ofString(
                            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")).build(),
                    BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Json.parse(answer.body()).at("/error/message").asText()).contains("max_tokens: Field required");
            assertThat(standIn.violations()).singleElement().asString().contains("max_tokens: Field required");
            assertThat(standIn.heard()).isEmpty();
        }
    }

    @Test
    void aWrongKeyIsRefused() throws Exception {
        try (StandIn standIn = Family.OPENAI.start()) {
            HttpResponse<byte[]> answer = CLIENT.send(HttpRequest.newBuilder(
                    URI.create(standIn.address() + "/v1/chat/completions")).header("authorization", "Bearer other")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build(), BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(standIn.violations()).singleElement().asString().contains("credentials");
        }
    }
}
