package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.types.GenerateContentResponse;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded conversations with Claude and GPT, asked of Gemini, and their answers told to a client of its format. */
class FromOthersTest {

    private final GeminiDialect gemini = new GeminiDialect();

    static Stream<Fixtures.Exchange> exchanges() {
        return Stream.of("anthropic", "openai", "openai-compatible", "mixed")
                .flatMap(folder -> Fixtures.exchanges(folder).stream())
                .filter(each -> dialect(each) != null && each.status() == 200);
    }

    static Stream<Fixtures.Exchange> streams() {
        return exchanges().filter(Fixtures.Exchange::streamed);
    }

    static Stream<Fixtures.Exchange> answers() {
        return exchanges().filter(each -> !each.streamed());
    }

    private static Dialect dialect(Fixtures.Exchange exchange) {
        return exchange.path().endsWith("/v1/messages") ? new AnthropicDialect()
                : exchange.path().endsWith("/chat/completions") ? new OpenAiDialect() : null;
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void aRequestKeepsGooglesRulesAndEveryLossIsNamed(Fixtures.Exchange exchange) throws Failure {
        ChatRequest request = dialect(exchange).read(exchange.request());
        for (String model : List.of("gemini-2.5-pro", "gemini-3.1-pro-preview", "gemini-3.8-flash")) {
            for (String provider : List.of("gemini", "vertex_ai")) {
                Written written = gemini.write(request, new Target(model, provider, Operation.CHAT, 0));
                GeminiRules.check(written.body(), model.contains("-3"));
                gemini.read(Json.bytes(written.body()));
                assertThat(written.losses()).allSatisfy(loss -> {
                    assertThat(loss.field()).isNotBlank();
                    assertThat(loss.reason()).isNotBlank();
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerBecomesOneThatGooglesTypesTake(Fixtures.Exchange exchange) throws Failure {
        ChatAnswer answer = dialect(exchange).readAnswer(exchange.answer());
        byte[] written = gemini.writeAnswer(answer, new Reply("asked", false, 0));
        GenerateContentResponse.fromJson(new String(written, StandardCharsets.UTF_8));
        assertThat(gemini.readAnswer(written).usage().prompt()).isEqualTo(answer.usage().prompt());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamBecomesOneThatGooglesTypesTake(Fixtures.Exchange exchange) {
        List<StreamEvent> events = new ArrayList<>();
        StreamDecoder decoder = dialect(exchange).decoder();
        for (String data : Fixtures.data(new String(exchange.answer(), StandardCharsets.UTF_8))) {
            byte[] event = data.getBytes(StandardCharsets.UTF_8);
            String name = data.startsWith("{") ? Json.parse(event).path("type").asText(null) : null;
            decoder.event(name, event, events::add);
        }
        decoder.end(events::add);
        List<String> frames = Heard.encode(events);
        boolean failed = events.get(events.size() - 1) instanceof StreamEvent.Failed;
        assertThat(frames.get(frames.size() - 1)).contains(failed ? "\"error\"" : "\"finishReason\"");
        if (!failed) {
            frames.forEach(GenerateContentResponse::fromJson);
        }
    }
}
