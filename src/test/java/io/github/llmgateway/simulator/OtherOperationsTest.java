package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StopReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherOperationsTest {

    @Test
    void completesATextInOpenAisOlderFormat() {
        Asked asked = completion("'prompt':'Once upon','max_tokens':3");
        JsonNode body = asked.json();
        assertThat(body.path("object").asText()).isEqualTo("text_completion");
        assertThat(body.at("/choices/0/text").asText()).isEqualTo("This is the ");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(asked.call.attempt().tally().reason).isEqualTo(StopReason.MAX_TOKENS);
    }

    @Test
    void completesSeveralPromptsWithAChoiceEach() {
        JsonNode choices = completion("'prompt':['one','two'],'stop':'gateway'").json().path("choices");
        assertThat(choices).hasSize(2);
        assertThat(choices.at("/1/index").asInt()).isEqualTo(1);
        assertThat(choices.at("/1/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void streamsACompletion() {
        Asked asked = completion("'prompt':'Once','stream':true,'max_tokens':2,'stream_options':{'include_usage':true}");
        assertThat(asked.text()).containsSubsequence("\"text\":\"This \"", "\"text\":\"is \"",
                "\"finish_reason\":\"length\"", "\"completion_tokens\":2", "data: [DONE]");
        assertThat(asked.call.attempt().tally().usage.output()).isEqualTo(2);
        assertThat(completion("'prompt':'Once','stream':true").text()).doesNotContain("usage").endsWith("data: [DONE]\n\n");
    }

    @Test
    void aStreamedCompletionBreaksOnDemand() {
        String text = Asked.of(Asked.simulator(), Asked.OPENAI, Operation.COMPLETION, "error-midstream",
                "'prompt':'Once','stream':true").text();
        assertThat(text).contains("\"text\":\"This \"", "\"error\"").doesNotContain("finish_reason\":\"stop");
    }

    @Test
    void embedsTextsAsUnitVectorsThatLieCloseWhereWordsAreShared() {
        JsonNode body = embedding("'input':['the red fox runs','The red fox sleeps','quantum theory']").json();
        float[] first = vector(body.at("/data/0/embedding"));
        assertThat(body.path("data")).hasSize(3);
        assertThat(first).hasSize(256);
        assertThat(dot(first, first)).isBetween(0.999, 1.001);
        assertThat(dot(first, vector(body.at("/data/1/embedding")))).isGreaterThan(0.5);
        assertThat(dot(first, vector(body.at("/data/2/embedding")))).isLessThan(0.5);
        assertThat(body.at("/usage/prompt_tokens").asInt()).isPositive();
    }

    @Test
    void embedsInBase64TheSameNumbers() {
        float[] numbers = vector(embedding("'input':'a b','dimensions':8").json().at("/data/0/embedding"));
        String base64 = embedding("'input':'a b','dimensions':8,'encoding_format':'base64'").json()
                .at("/data/0/embedding").asText();
        float[] decoded = new float[8];
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
        assertThat(decoded).containsExactly(numbers);
    }

    @Test
    void embedsTokenNumbers() {
        assertThat(embedding("'input':[1,2,3]").json().path("data")).hasSize(1);
        assertThat(embedding("'input':[[1,2],[3]],'dimensions':1536").json().path("data")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'input':''", "'input':['a','']", "'input':[]", "'input':'a','dimensions':7",
        "'input':'a','dimensions':'8'", "'input':'a','encoding_format':'hex'"})
    void refusesWhatCannotBeEmbedded(String body) {
        assertThat(embedding(body).failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    }

    private static Asked completion(String body) {
        return Asked.of(Asked.simulator(), Asked.OPENAI, Operation.COMPLETION, "x", body);
    }

    private static Asked embedding(String body) {
        return Asked.of(Asked.simulator(), Asked.OPENAI, Operation.EMBEDDING, "x", body);
    }

    private static float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i).floatValue();
        }
        return vector;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
