package io.github.llmgateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.ConfigReading;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamDecoder;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.upstream.Clients;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A question to the simulator and what came of it. The deployment serves every name: {@code simulator/*}. */
final class Asked {

    static final Vertx VERTX = Vertx.vertx();
    static final Dialect ANTHROPIC = new AnthropicDialect();
    static final Dialect OPENAI = new OpenAiDialect();
    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

    final Call call;
    final Exchange exchange = new DefaultExchange(CAMEL);
    final List<Buffer> chunks = new ArrayList<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Asked(Call call) {
        this.call = call;
    }

    /** A simulator whose deployment has these {@code litellm_params} and {@code model_info}, in YAML's flow style. */
    static Simulator simulator(String params, String info) {
        String yaml = """
                model_list:
                - model_name: simulator/*
                  litellm_params: {model: simulator/*, %s}
                  model_info: {id: one, %s}
                """.formatted(params, info);
        ConfigReading reading = ConfigReader.read("test.yaml", yaml, Map.of(), true);
        return new Simulator(new Outbound(VERTX, new Clients(VERTX), reading.config().orElseThrow()), VERTX);
    }

    static Simulator simulator() {
        return simulator("", "");
    }

    /** Asks on an event loop, as the door does; single quotes in {@code body} are double ones. */
    static Asked of(Simulator simulator, Dialect dialect, Operation operation, String model, String body) {
        Asked asked = prepared(dialect, operation, model, body);
        VERTX.runOnContext(go -> asked.ask(simulator));
        return asked;
    }

    static Asked prepared(Dialect dialect, Operation operation, String model, String body) {
        byte[] bytes = ("{'model':'simulator/" + model + "'," + body + "}").replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        try {
            Call call = new Call("id", "test", dialect, operation, HttpHeaders.headers(), Content.of(bytes),
                    dialect.scan(bytes, operation, 100), new Course());
            call.attempt(new Attempt("one", "simulator", closed -> { }));
            Asked asked = new Asked(call);
            asked.exchange.setProperty(Call.PROPERTY, call);
            return asked;
        } catch (Failure failure) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    /** A conversation of one question in Anthropic's format. */
    static Asked anthropic(String model, String more) {
        return anthropic(simulator(), model, more);
    }

    static Asked anthropic(Simulator simulator, String model, String more) {
        return of(simulator, ANTHROPIC, Operation.CHAT, model,
                "'max_tokens':1000,'messages':[{'role':'user','content':'What is 2+2?'}]" + more);
    }

    static Asked openai(String model, String more) {
        return of(simulator(), OPENAI, Operation.CHAT, model,
                "'messages':[{'role':'user','content':'What is 2+2?'}]" + more);
    }

    void ask(Simulator simulator) {
        simulator.process(exchange, done -> answered.complete(null));
    }

    /** Waits for the answer's beginning. */
    Asked begun() {
        try {
            answered.get(5, TimeUnit.SECONDS);
            return this;
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    Failure failure() {
        return (Failure) begun().exchange.getException();
    }

    Answer answer() {
        if (begun().exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return exchange.getMessage().getBody(Answer.class);
    }

    /** A whole body. */
    JsonNode json() {
        return Json.parse(answer().bytes().getBytes());
    }

    /** Reads a stream to its end. */
    String text() {
        Answer answer = answer();
        VERTX.runOnContext(go -> {
            answer.stream().handler(chunks::add).endHandler(end -> ended.complete(null));
            answer.stream().resume();
        });
        try {
            ended.get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no end", e);
        }
        StringBuilder all = new StringBuilder();
        chunks.forEach(all::append);
        return all.toString();
    }

    /** A stream's events as the client's own dialect reads them. */
    List<StreamEvent> events() {
        List<StreamEvent> events = new ArrayList<>();
        StreamDecoder decoder = call.dialect().decoder();
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        Framing.SSE.reader(1 << 20).feed(bytes, 0, bytes.length, (name, data, start, end, raw, from, to) -> {
            if (start >= 0) {
                decoder.event(name, Arrays.copyOfRange(data, start, end), events::add);
            }
        });
        decoder.end(events::add);
        return events;
    }

    /** The text of a stream's text blocks. */
    static String said(List<StreamEvent> events) {
        StringBuilder said = new StringBuilder();
        for (StreamEvent event : events) {
            said.append(event instanceof StreamEvent.TextDelta delta ? delta.text() : "");
        }
        return said.toString();
    }
}
