package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.testing.StrictClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recorded traffic with a value of a wrong type somewhere: an answer or a {@link Failure}, and nothing else. */
class MutatedTrafficTest {

    private static final List<String> VALUES =
            List.of("null", "1", "-1.5e3", "\"x\"", "\"\"", "[]", "{}", "true", "[{}]", "{\"type\":\"text\"}");

    private final AnthropicDialect dialect = new AnthropicDialect();
    private final Random random = new Random(20260107);

    @Test
    void requests() throws Failure {
        for (Recordings.Body body : Recordings.requests()) {
            for (int i = 0; i < 40; i++) {
                byte[] mutated = Json.bytes(mutate(body.json()));
                try {
                    dialect.scan(mutated, Operation.CHAT, 100);
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                }
                ChatRequest request;
                try {
                    request = dialect.read(mutated);
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                    continue;
                }
                byte[] written = Json.bytes(dialect.write(request, new Target("claude-sonnet-4-5", "x", Operation.CHAT, 0)).body());
                dialect.read(written);
                dialect.scan(written, Operation.CHAT, 200);
            }
        }
    }

    @Test
    void answers() {
        for (Recordings.Body body : Recordings.answers()) {
            for (int i = 0; i < 40; i++) {
                byte[] mutated = Json.bytes(mutate(body.json()));
                dialect.observe(mutated, Operation.CHAT, new Tally());
                assertThat(dialect.readFailure(400, name -> "application/json", mutated)).isNotNull();
                try {
                    dialect.writeAnswer(dialect.readAnswer(mutated), new Reply("m", true, 1));
                } catch (Failure failure) {
                    assertThat(failure.kind() == FailureKind.INVALID_REQUEST && failure.verbatim() == null)
                            .as("the provider is to blame").isFalse();
                }
            }
        }
    }

    @Test
    void streams() {
        for (Recordings.Events stream : Recordings.streams()) {
            for (int i = 0; i < 10; i++) {
                int odd = random.nextInt(Math.min(stream.data().size(), 40));
                StreamDecoder decoder = dialect.decoder();
                StreamObserver observer = dialect.observer(false);
                StrictOrder order = new StrictOrder();
                for (int at = 0; at < stream.data().size(); at++) {
                    byte[] data = stream.data().get(at);
                    if (at == odd) {
                        data = Json.bytes(mutate(Json.parse(data)));
                    }
                    decoder.event(null, data, order);
                    observer.event(null, data, 0, data.length, new Tally());
                }
                decoder.end(order);
                StrictClient client = new StrictClient();
                StreamEncoder encoder = dialect.encoder(new Reply("m", true, 1));
                order.events.forEach(event -> encoder.encode(event, client));
                assertThat(client.ended()).isTrue();
            }
        }
    }

    private JsonNode mutate(JsonNode original) {
        JsonNode root = original.deepCopy();
        List<Runnable> changes = new ArrayList<>();
        JsonNode value = Json.parse(VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8));
        collect(root, value, changes);
        if (!changes.isEmpty()) {
            changes.get(random.nextInt(changes.size())).run();
        }
        return root;
    }

    private static void collect(JsonNode node, JsonNode value, List<Runnable> changes) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                changes.add(() -> object.set(field.getKey(), value));
                collect(field.getValue(), value, changes);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                changes.add(() -> array.set(index, value));
                collect(array.get(i), value, changes);
            }
        }
    }
}
