package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.testing.Listener;
import io.github.llmgateway.testing.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recorded traffic with a value of a wrong type somewhere: an answer or a {@link Failure}, and nothing else. */
class MutatedTrafficTest {

    private final Dialect dialect = Requests.RESPONSES;
    private final Random random = new Random(20260321);
    private final Mutations mutations = new Mutations(random);

    @Test
    void requests() throws Failure {
        List<Traffic.Body> bodies = new ArrayList<>(Traffic.REQUESTS);
        for (int i = 0; i < 10; i++) {
            bodies.add(new Traffic.Body("codex", Requests.CODEX.getBytes(StandardCharsets.UTF_8)));
        }
        for (Traffic.Body body : bodies) {
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
                byte[] written = Json.bytes(Requests.write(dialect, request, "openai", "gpt-5.1").body());
                dialect.read(written);
                dialect.scan(written, Operation.CHAT, 200);
                Requests.ANTHROPIC.read(Json.bytes(Requests.write(Requests.ANTHROPIC, request, "anthropic",
                        "claude-sonnet-4-5").body()));
                Requests.CHAT.read(Json.bytes(Requests.write(Requests.CHAT, request, "openai", "gpt-4o").body()));
            }
        }
    }

    @Test
    void answers() {
        for (Traffic.Body body : Traffic.ANSWERS) {
            for (int i = 0; i < 20; i++) {
                byte[] mutated = Json.bytes(mutations.of(body.json()));
                dialect.observe(mutated, Operation.CHAT, new Tally());
                assertThat(dialect.readFailure(400, name -> "application/json", mutated)).isNotNull();
                assertThat(dialect.readCount(mutated)).isGreaterThanOrEqualTo(-1);
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
        for (Traffic.Events stream : Traffic.STREAMS) {
            for (int i = 0; i < 20; i++) {
                int odd = random.nextInt(Math.min(stream.data().size(), 40));
                StreamDecoder decoder = dialect.decoder();
                StreamObserver observer = dialect.observer(false);
                Listener order = new Listener();
                order.anyBlock = true;
                for (int at = 0; at < stream.data().size(); at++) {
                    byte[] data = stream.data().get(at);
                    if (at == odd && data[0] == '{') {
                        data = Json.bytes(mutations.of(Json.parse(data)));
                    }
                    decoder.event(null, data, order);
                    observer.event(null, data, 0, data.length, new Tally());
                }
                decoder.end(order);
                EventCheck client = new EventCheck();
                client.anyItem = true;
                StreamEncoder encoder = dialect.encoder(new Reply("m", true, 1));
                order.events.forEach(event -> encoder.encode(event, client));
                client.response();
            }
        }
    }
}
