package io.github.llmgateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Answers as providers gave them, and what goes on to the client. */
class RecordedAnswerTest {

    private static byte[] recorded() {
        return Fixtures.parts("gemini", "recorded").stream()
                .filter(part -> part.file().equals("google-vertex-embedding.json")).findFirst().orElseThrow().bytes();
    }

    @Test
    void vertexsVectorsAndTokensAreRead() throws Failure {
        Embedded embedded = VertexFormat.TEXT.read(recorded(), name -> null).of(2);
        JsonNode list = Json.parse(EmbeddingList.write(embedded, false, "m", embedded.tokens()));

        assertThat(list.at("/data/0/embedding")).hasSize(5);
        assertThat(list.at("/data/0/embedding/0").asText()).isEqualTo("-0.017999587580561638");
        assertThat(list.at("/data/1/embedding/4").asText()).isEqualTo("-0.048464205116033554");
        assertThat(list.at("/usage/prompt_tokens").asInt()).isEqualTo(11);
    }

    @Property(tries = 200)
    void base64HoldsTheNearestFloatOfEachNumber(@ForAll @Size(min = 1, max = 40) List<Double> numbers) throws Failure {
        byte[] answer = ("{\"embedding\":" + numbers + "}").getBytes(StandardCharsets.UTF_8);
        Embedded embedded = Embedded.read(answer, Set.of("embedding"), null);
        JsonNode list = Json.parse(EmbeddingList.write(embedded, true, "m", 1));

        ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(list.at("/data/0/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        List<Float> got = new ArrayList<>();
        while (floats.hasRemaining()) {
            got.add(floats.getFloat());
        }
        assertThat(got).isEqualTo(numbers.stream().map(number -> Float.parseFloat(number.toString())).toList());
    }

    @Test
    void whatIsNoJsonAndWhatIsNoVectorIsNoAnswer() {
        for (String answer : List.of("{\"embedding\":[1,", "{\"embedding\":[1,\"2\"]}", "{\"embedding\":[[1],[2]]}",
                "{\"embedding\":[]}", "{}")) {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> TitanFormat.TEXT_V2.read(bytes, name -> null).of(1)).as(answer)
                    .isInstanceOfSatisfying(Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.API_ERROR));
        }
    }
}
