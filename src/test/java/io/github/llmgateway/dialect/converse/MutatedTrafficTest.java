package io.github.llmgateway.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.anthropic.StrictOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recorded traffic with a value of a wrong type somewhere: an answer or a {@link Failure}, and nothing else. */
class MutatedTrafficTest {

    private static final List<String> VALUES =
            List.of("null", "1", "-1.5e3", "\"x\"", "\"\"", "[]", "{}", "true", "[{}]", "{\"text\":\"x\"}");

    private final ConverseDialect dialect = new ConverseDialect();
    private final Random random = new Random(20260107);

    @Test
    void requestsAreReadOrRefusedAndWhatIsWrittenObeysTheRules() throws Failure {
        for (Recordings.Exchange exchange : Recordings.requests()) {
            if (exchange.request().length > 50_000) {
                continue;
            }
            for (int i = 0; i < 30; i++) {
                byte[] mutated = Json.bytes(mutate(Json.parse(exchange.request())));
                try {
                    dialect.scan(Content.of(mutated), Operation.CHAT, new Asked("m", true), 100);
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                }
                ChatRequest request;
                try {
                    request = dialect.read(mutated);
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                    assertThat(failure.param()).isNotBlank();
                    continue;
                }
                Target target = new Target(exchange.model(), "x", Operation.CHAT, 0);
                ObjectNode written = dialect.write(request, target).body();
                ConverseRules.check(written);
                dialect.scan(Content.of(Json.bytes(written)), Operation.CHAT, new Asked("m", true), 200);
            }
        }
    }

    @Test
    void answersAreReadOrTheProviderIsToBlame() {
        for (Recordings.Exchange exchange : Recordings.answers()) {
            for (int i = 0; i < 30; i++) {
                byte[] mutated = Json.bytes(mutate(Json.parse(exchange.answer())));
                dialect.observe(mutated, Operation.CHAT, new Tally());
                dialect.readCount(mutated);
                assertThat(dialect.readFailure(400, name -> null, mutated)).isNotNull();
                try {
                    dialect.writeAnswer(dialect.readAnswer(mutated), new Reply("m", true, 1));
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(FailureKind.API_ERROR);
                }
            }
        }
    }

    @Test
    void streamsEndInOrder() {
        for (Recordings.Stream stream : Recordings.streams()) {
            for (int i = 0; i < 20; i++) {
                int odd = random.nextInt(Math.min(stream.events().size(), 40));
                StreamDecoder decoder = dialect.decoder();
                StreamObserver observer = dialect.observer(false);
                StrictOrder order = new StrictOrder();
                for (int at = 0; at < stream.events().size(); at++) {
                    Recordings.Event event = stream.events().get(at);
                    byte[] data = at == odd ? Json.bytes(mutate(Json.parse(event.data()))) : event.data();
                    decoder.event(event.name(), data, order);
                    observer.event(event.name(), data, 0, data.length, new Tally());
                }
                decoder.end(order);
                assertThat(order.ended()).isTrue();
                StrictConverseClient client = new StrictConverseClient();
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
