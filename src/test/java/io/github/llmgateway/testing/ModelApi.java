package io.github.llmgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.testing.StubProvider.Behaviour;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** How a provider speaks: whole or as a stream, as it is asked. */
public enum ModelApi {

    /** Anthropic's Messages API. */
    ANTHROPIC("anthropic/claude-sonnet-4-6", AnthropicSpeech::whole, AnthropicSpeech::stream, AnthropicSpeech::error),
    /** OpenAI's Chat Completions API. */
    OPENAI("openai/gpt-5", OpenAiSpeech::whole, OpenAiSpeech::stream, OpenAiSpeech::error);

    /** An error's body. */
    interface ErrorBody {

        String of(String type, String message);
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String model;
    private final Function<Turn, String> whole;
    private final Function<Turn, List<String>> stream;
    private final ErrorBody error;

    ModelApi(String model, Function<Turn, String> whole, Function<Turn, List<String>> stream, ErrorBody error) {
        this.model = model;
        this.whole = whole;
        this.stream = stream;
        this.error = error;
    }

    /** A configuration's entry in {@code model_list}: a model or pattern at a provider that speaks so. */
    public String entry(String name, StubProvider provider) {
        return """
                  - model_name: "%s"
                    litellm_params: {model: %s, api_key: sk-provider, api_base: "%s"}
                """.formatted(name, model, provider.url() + (this == OPENAI ? "/v1" : ""));
    }

    /** A configuration with that entry alone. */
    public String config(String name, StubProvider provider) {
        return "model_list:\n" + entry(name, provider);
    }

    /** The model's name at the provider. */
    public String realModel() {
        return model.substring(model.indexOf('/') + 1);
    }

    /** Answers with one turn, as a stream if that is asked for. */
    public Behaviour says(Turn turn) {
        return (asked, response) -> say(asked.json(), turn, response);
    }

    /** Answers with the turn that the request calls for. */
    public Behaviour says(Function<JsonNode, Turn> script) {
        return (asked, response) -> say(asked.json(), script.apply(asked.json()), response);
    }

    private void say(JsonNode request, Turn turn, HttpServerResponse response) {
        if (request.path("stream").asBoolean()) {
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            stream.apply(turn).forEach(response::write);
            response.end();
        } else {
            response.putHeader("content-type", "application/json").end(whole.apply(turn));
        }
    }

    /** Begins a stream and never goes on. */
    public Behaviour beginsToSay(Turn turn) {
        return (asked, response) -> {
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            List<String> events = stream.apply(turn);
            events.subList(0, events.size() / 2 + 1).forEach(response::write);
        };
    }

    /** Begins a stream and breaks the connection. */
    public Behaviour breaksOff(Turn turn) {
        return (asked, response) -> {
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            List<String> events = stream.apply(turn);
            response.write(String.join("", events.subList(0, events.size() / 2 + 1)))
                    .onComplete(sent -> response.reset());
        };
    }

    /** Refuses; {@code headers} are names and values in turn. */
    public Behaviour fails(int status, String type, String message, String... headers) {
        return StubProvider.json(status, error.of(type, message), headers);
    }

    /** Answers the first request so, each later one otherwise. */
    public static Behaviour first(Behaviour first, Behaviour later) {
        java.util.concurrent.atomic.AtomicBoolean begun = new java.util.concurrent.atomic.AtomicBoolean();
        return (asked, response) -> (begun.getAndSet(true) ? later : first).answer(asked, response);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
