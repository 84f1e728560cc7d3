package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.testing.ChunkCheck;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded traffic of Anthropic's API, said in OpenAI's format. */
class FromAnthropicTest {

    private final AnthropicDialect anthropic = new AnthropicDialect();
    private final OpenAiDialect openai = new OpenAiDialect();

    static Stream<Recorded> requests() {
        return Recorded.ofAnthropic().stream().filter(exchange -> exchange.status() == 200);
    }

    static Stream<Recorded> answers() {
        return requests().filter(exchange -> !exchange.streamed()
                && Json.parse(exchange.answer()).path("type").asText().equals("message"));
    }

    static Stream<Recorded> streams() {
        return requests().filter(Recorded::streamed);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestBecomesOneThatOpenAisTypesTakeAndEveryLossIsNamed(Recorded exchange) throws Failure, IOException {
        ChatRequest request = anthropic.read(exchange.request());
        for (String provider : List.of("openai", "mistral", "openrouter", "vllm", "deepseek")) {
            Written written = openai.write(request, new Target("gpt-4o", provider, Operation.CHAT, 0));
            if (!provider.equals("deepseek")) {
                // DeepSeek's efforts are its own.
                ObjectMappers.jsonMapper()
                        .readValue(Json.bytes(written.body()), ChatCompletionCreateParams.Body.class).validate();
            }
            assertThat(written.losses()).allSatisfy(FromAnthropicTest::isTold);
            resultsFollowTheirCalls(written.body().get("messages"));
        }
    }

    private static void isTold(Loss loss) {
        assertThat(loss.field()).isNotBlank();
        assertThat(loss.reason()).isNotBlank();
    }

    private static void resultsFollowTheirCalls(JsonNode messages) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (role.equals("tool")) {
                assertThat(open.remove(message.path("tool_call_id").asText())).isTrue();
                continue;
            }
            assertThat(open).as("calls without result before " + role).isEmpty();
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerBecomesOneThatOpenAisTypesTake(Recorded exchange) throws Failure, IOException {
        ChatAnswer answer = anthropic.readAnswer(exchange.answer());
        byte[] written = openai.writeAnswer(answer, new Reply("asked", false, 0));
        ObjectMappers.jsonMapper().readValue(written, ChatCompletion.class).validate();
        assertThat(openai.readAnswer(written).usage().prompt()).isEqualTo(answer.usage().prompt());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamBecomesAValidOne(Recorded exchange) {
        Told told = new Told();
        told.anyBlock = true;
        StreamDecoder decoder = anthropic.decoder();
        for (byte[] event : exchange.events()) {
            decoder.event(Json.parse(event).path("type").asText(), event, told);
        }
        decoder.end(told);
        List<String> frames = Told.encode(told.events, true);
        ChunkCheck.check(frames);
        assertThat(frames.contains("[DONE]")).isEqualTo(told.finished != null);
    }
}
