package io.github.llmgateway.dialect.gemini;

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
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recorded traffic with something odd in one place: an answer or a {@link Failure}, and nothing else. */
class MutatedTrafficTest {

    private static final List<String> ODD = List.of("null", "7", "-2.5e3", "'x'", "''", "[]", "{}", "false", "[{}]",
            "['a']", "{'text':1}", "{'$ref':'#'}", "[[null]]");

    private final GeminiDialect dialect = new GeminiDialect();
    private final Random random = new Random(20260211);

    @Test
    void requests() {
        for (Recorded exchange : Recorded.exchanges()) {
            for (int i = 0; i < 30; i++) {
                byte[] odd = Json.bytes(mutate(exchange.json()));
                try {
                    dialect.scan(Content.of(odd), Operation.CHAT, exchange.asked(), 100);
                    ChatRequest request = dialect.read(odd);
                    for (String model : List.of("gemini-2.5-flash", "gemini-3-pro-preview")) {
                        byte[] written = Json.bytes(dialect.write(request,
                                new Target(model, exchange.provider(), Operation.CHAT, 0)).body());
                        dialect.read(written);
                        dialect.scan(Content.of(written), Operation.CHAT, exchange.asked(), 200);
                    }
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
                    assertThat(failure.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void answers() {
        for (Recorded exchange : Recorded.exchanges()) {
            JsonNode answer = exchange.events().isEmpty() ? Json.parse(exchange.answer()) : null;
            for (int i = 0; answer != null && i < 30; i++) {
                byte[] odd = Json.bytes(mutate(answer));
                dialect.observe(odd, Operation.CHAT, new Tally());
                dialect.readCount(odd);
                assertThat(dialect.readFailure(400, name -> null, odd)).isNotNull();
                try {
                    dialect.writeAnswer(dialect.readAnswer(odd), new Reply("m", true, 1));
                } catch (Failure failure) {
                    assertThat(failure.kind()).isNotEqualTo(FailureKind.INVALID_REQUEST);
                }
            }
        }
    }

    @Test
    void streams() {
        List<List<byte[]>> streams = new ArrayList<>();
        Recorded.exchanges().stream().map(Recorded::events).filter(events -> !events.isEmpty()).forEach(streams::add);
        Recorded.parts().stream().filter(part -> part.events())
                .forEach(part -> streams.add(Recorded.bytes(part.data())));
        for (List<byte[]> stream : streams) {
            for (int i = 0; i < 30; i++) {
                List<byte[]> events = new ArrayList<>(stream);
                int odd = random.nextInt(events.size());
                events.set(odd, Json.bytes(mutate(Json.parse(events.get(odd)))));
                Heard heard = Heard.decode(events);
                assertThat(heard.finished == null).isNotEqualTo(heard.failure == null);
                Heard.encode(heard.events);
                for (byte[] event : events) {
                    dialect.observer(false).event(null, event, 0, event.length, new Tally());
                }
            }
        }
    }

    private JsonNode mutate(JsonNode original) {
        JsonNode odd = Request.json(ODD.get(random.nextInt(ODD.size())));
        JsonNode root = original.deepCopy();
        JsonNode at = root;
        while (at.size() > 0) {
            int child = random.nextInt(at.size());
            String name = at.isObject() ? at.properties().stream().toList().get(child).getKey() : null;
            JsonNode next = name == null ? at.get(child) : at.get(name);
            if (next.size() > 0 && random.nextInt(4) > 0) {
                at = next;
                continue;
            }
            if (name == null) {
                ((ArrayNode) at).set(child, odd);
            } else {
                ((ObjectNode) at).set(name, odd);
            }
            break;
        }
        return root;
    }
}
