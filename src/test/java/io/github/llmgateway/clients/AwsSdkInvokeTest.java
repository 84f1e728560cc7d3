package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

/** AWS' SDK for Java invokes any model with the body of Anthropic's models on Bedrock. */
class AwsSdkInvokeTest {

    static final List<Family> PROVIDERS = List.of(Family.ANTHROPIC, Family.OPENAI, Family.OPENAI_RESPONSES,
            Family.GEMINI, Family.BEDROCK_CONVERSE);

    private static final ObjectMapper JSON = ObjectMappers.jsonMapper();

    private static StandInScene scene;
    private static BedrockRuntimeClient client;
    private static BedrockRuntimeAsyncClient streaming;

    @BeforeAll
    static void start() {
        scene = new StandInScene(PROVIDERS.toArray(Family[]::new));
        client = AwsClients.signing(scene.url(), StandInScene.MASTER_KEY);
        streaming = AwsClients.streamingWithBearer(scene.url(), StandInScene.MASTER_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        streaming.close();
        scene.close();
    }

    @AfterEach
    void noProviderWasMisunderstood() {
        scene.assertNoViolations();
    }

    private static List<Message> answers(Family family, String body) throws Exception {
        SdkBytes bytes = SdkBytes.fromUtf8String(body);
        Message whole = JSON.readValue(client.invokeModel(request -> request.modelId(scene.model(family))
                .contentType("application/json").body(bytes)).body().asUtf8String(), Message.class);
        List<String> chunks = new CopyOnWriteArrayList<>();
        streaming.invokeModelWithResponseStream(request -> request.modelId(scene.model(family)).body(bytes),
                InvokeModelWithResponseStreamResponseHandler.builder().subscriber(
                        InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                                .onChunk(chunk -> chunks.add(chunk.bytes().asUtf8String())).build()).build())
                .get(20, TimeUnit.SECONDS);
        MessageAccumulator streamed = MessageAccumulator.create();
        for (String chunk : chunks) {
            if (!chunk.contains("\"ping\"")) {
                streamed.accumulate(event(chunk));
            }
        }
        return List.of(whole.validate(), streamed.message().validate());
    }

    private static RawMessageStreamEvent event(String json) throws JsonProcessingException {
        return JSON.readValue(json, RawMessageStreamEvent.class);
    }

    private static String body(String prompt, String rest) {
        return "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":3000,\"system\":\"Be brief.\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]" + rest + "}";
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aQuestionIsAnsweredWithItsUsage(Family family) throws Exception {
        for (Message answer : answers(family, body("2+2?", ""))) {
            assertThat(answer.content().get(0).asText().text()).isEqualTo(Told.TEXT);
            assertThat(answer.stopReason()).contains(StopReason.END_TURN);
            assertThat(answer.usage().inputTokens()).isEqualTo(Told.FRESH);
            assertThat(answer.usage().cacheReadInputTokens()).contains((long) Told.CACHED);
            assertThat(answer.usage().outputTokens()).isEqualTo(Told.WRITTEN);
            assertThat(scene.heard(family).system()).isEqualTo("Be brief.");
        }
    }

    @ParameterizedTest
    @FieldSource("PROVIDERS")
    void aToolIsCalledAndItsResultReachesTheModel(Family family) throws Exception {
        String tools = ",\"tools\":[{\"name\":\"" + Told.TOOL
                + "\",\"input_schema\":{\"type\":\"object\",\"properties\":"
                + JSON.writeValueAsString(Weather.PROPERTIES) + "}}]";
        for (Message calls : answers(family, body(Scenario.TOOL_CALL.marker(), tools))) {
            var call = calls.content().stream().flatMap(block -> block.toolUse().stream()).findFirst().orElseThrow();
            assertThat(calls.stopReason()).contains(StopReason.TOOL_USE);
            assertThat(call._input().convert(Map.class)).isEqualTo(Weather.INPUT);

            String next = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":3000,\"messages\":["
                    + "{\"role\":\"user\",\"content\":\"" + Scenario.TOOL_CALL.marker() + "\"},"
                    + JSON.writeValueAsString(calls.toParam()) + ",{\"role\":\"user\",\"content\":[{\"type\":"
                    + "\"tool_result\",\"tool_use_id\":\"" + call.id() + "\",\"content\":\"" + Weather.RESULT
                    + "\"}]}]" + tools + "}";
            for (Message answer : answers(family, next)) {
                assertThat(answer.content().get(0).asText().text()).isEqualTo(Told.AFTER_RESULTS);
                assertThat(scene.heard(family).results().get(0).text()).contains(Weather.RESULT);
            }
        }
    }
}
