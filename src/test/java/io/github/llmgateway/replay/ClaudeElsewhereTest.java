package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was recorded of Anthropic, as Bedrock's InvokeModel and Vertex AI's rawPredict carry it: model and stream in the
 * path, the version in the body, Bedrock's streams as AWS' event stream. Of these two themselves nothing is recorded.
 */
class ClaudeElsewhereTest {

    private static final List<Recording> RECORDINGS = new Archive().recordings.stream()
            .filter(each -> each.format() == Format.ANTHROPIC && each.request() != null
                    && (each.kind() == Kind.WHOLE || each.kind() == Kind.STREAM)).toList();
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        stage = new Stage(Stream.concat(invoked(), predicted()).toList(), directory);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    static Stream<Recording> invoked() {
        return RECORDINGS.stream().map(each -> carried(each, "bedrock/invoke", "/model/" + each.model()
                        + (each.streamed() ? "/invoke-with-response-stream" : "/invoke"), "bedrock-2023-05-31",
                each.kind() == Kind.STREAM ? chunks(each.answer()) : each.answer(),
                each.kind() == Kind.STREAM ? "application/vnd.amazon.eventstream" : "application/json"));
    }

    static Stream<Recording> predicted() {
        return RECORDINGS.stream().map(each -> carried(each, "vertex_ai",
                "/v1/projects/project/locations/europe-west4/publishers/anthropic/models/" + each.model()
                        + (each.streamed() ? ":streamRawPredict" : ":rawPredict"), "vertex-2023-10-16", each.answer(),
                each.kind() == Kind.STREAM ? "text/event-stream" : "application/json"));
    }

    private static Recording carried(Recording of, String provider, String path, String version, byte[] answer,
            String type) {
        ObjectNode request = (ObjectNode) Json.parse(of.request());
        request.remove("model");
        if (provider.startsWith("bedrock")) {
            request.remove("stream");
        }
        request.put("anthropic_version", version);
        return new Recording(of.folder(), of.file(), Format.ANTHROPIC, of.kind(), provider, of.model(), path,
                Json.bytes(request), 200, Map.of("content-type", List.of(type)), answer);
    }

    private static byte[] chunks(byte[] stream) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (String data : Fixtures.data(new String(stream, StandardCharsets.UTF_8))) {
            ObjectNode chunk = Json.object().put("bytes", data.getBytes(StandardCharsets.UTF_8)).put("p", "abcdef");
            AwsMessages.write("chunk", Json.bytes(chunk), chunks);
        }
        return chunks.toByteArray();
    }

    @ParameterizedTest
    @MethodSource({"invoked", "predicted"})
    void itPassesThroughByteForByte(Recording recording) throws Exception {
        Stage.Outcome outcome = stage.play(recording.path(), recording.request(), recording.group(), recording);

        assertThat(outcome.asked()).as("%s", outcome.text()).isNotNull();
        assertThat(outcome.asked().uri()).isEqualTo(recording.path());
        assertThat(new String(outcome.asked().body(), StandardCharsets.UTF_8))
                .isEqualTo(new String(recording.request(), StandardCharsets.UTF_8));
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.body()).isEqualTo(recording.answer());
        assertThat(outcome.headers().get("content-type").get(0))
                .startsWith(recording.headers().get("content-type").get(0));
    }
}
