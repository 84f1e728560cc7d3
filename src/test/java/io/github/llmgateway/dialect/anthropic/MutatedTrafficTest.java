package io.github.llmgateway.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.llmgateway.testing.Mutations;
import io.github.llmgateway.testing.StrictClient;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recorded traffic with a value of a wrong type somewhere: an answer or a {@link Failure}, and nothing else. */
class MutatedTrafficTest {

    private final AnthropicDialect dialect = new AnthropicDialect();
    private final Random random = new Random(20260107);
    private final Mutations mutations = new Mutations(random);

    @Test
    void requests() throws Failure {
        for (Recordings.Body body : Recordings.requests()) {
            for (int i = 0; i < 40; i++) {
                byte[] mutated = Json.bytes(mutations.of(body.json()));
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
                byte[] mutated = Json.bytes(mutations.of(body.json()));
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
                        data = Json.bytes(mutations.of(Json.parse(data)));
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
}
