package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.testing.Fixtures;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversations recorded of Anthropic's and OpenAI's clients, said to models on Bedrock. */
class FromOthersTest {

    private static final List<String> MODELS = List.of("us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "us.amazon.nova-lite-v1:0", "openai.gpt-oss-120b-1:0", "us.meta.llama4-maverick-17b-instruct-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc");

    record Said(Dialect dialect, Fixtures.Exchange exchange) {
        @Override
        public String toString() {
            return exchange.toString();
        }
    }

    static Stream<Said> requests() {
        return Stream.concat(
                said(new AnthropicDialect(), "/v1/messages", "anthropic", "mixed"),
                said(new OpenAiDialect(), "/chat/completions", "openai", "openai-compatible", "mixed"));
    }

    private static Stream<Said> said(Dialect dialect, String path, String... folders) {
        return Stream.of(folders).flatMap(folder -> Fixtures.exchanges(folder).stream())
                .filter(each -> each.path().endsWith(path) && each.status() == 200 && each.request() != null)
                .map(each -> new Said(dialect, each));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aConversationObeysConversesRulesAndEveryLossIsNamed(Said said) throws Failure {
        ChatRequest request = said.dialect().read(said.exchange().request());
        for (String model : MODELS) {
            Written written = new ConverseDialect().write(request, new Target(model, "bedrock", Operation.CHAT, 8192));

            ConverseRules.check(written.body());
            assertThat(written.losses()).allSatisfy(loss -> {
                assertThat(loss.field()).isNotBlank();
                assertThat(loss.reason()).isNotBlank();
            });
            assertThat(new ConverseDialect().read(Json.bytes(written.body())).messages()).isNotEmpty();
        }
    }
}
