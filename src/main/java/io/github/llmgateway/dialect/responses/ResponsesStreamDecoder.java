package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.StreamDecoder;
import java.util.function.Consumer;

/**
 * Reads a stream of response events. Items are told apart by their place in the output, for some servers change ids
 * from event to event (recorded of GitHub Copilot). {@code response.created} alone is not told: OpenAI sends it before
 * it finds out that a quota is spent, and until something else comes another deployment may answer.
 */
final class ResponsesStreamDecoder implements StreamDecoder {

    private final OpenItems items = new OpenItems();
    private JsonNode created = Json.object();
    private boolean started;
    private boolean over;

    @Override
    public void event(String name, byte[] data, Consumer<StreamEvent> to) {
        if (over || !isObject(data)) {
            return;
        }
        JsonNode event = Json.parse(data);
        if (event == null || !event.isObject()) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream has an event that is not JSON."), to);
            return;
        }
        String type = event.path("type").asText(name == null ? "" : name);
        switch (type) {
            case "error" -> fail(ResponsesErrors.ofEvent(event), to);
            case "response.failed" -> fail(ResponsesErrors.ofResponse(event.path("response")), to);
            case "response.created" -> created = event.path("response");
            case "response.completed", "response.incomplete" -> finish(event.path("response"), to);
            case "response.in_progress", "response.queued", "keepalive" -> to.accept(new StreamEvent.Ping());
            default -> {
                if (type.isEmpty() && event.hasNonNull("error")) {
                    fail(ResponsesErrors.ofEvent(event), to);
                } else if (items.take(type, event)) {
                    start(created, to);
                    items.tell(to);
                }
            }
        }
    }

    /** Whether there is anything to read: neither empty data nor Chat Completions' {@code [DONE]} says anything. */
    private static boolean isObject(byte[] data) {
        for (byte b : data) {
            if (b > ' ' || b < 0) {
                return b != '[';
            }
        }
        return false;
    }

    @Override
    public void end(Consumer<StreamEvent> to) {
        if (!over) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's stream ended before its answer was complete."), to);
        }
    }

    private void start(JsonNode response, Consumer<StreamEvent> to) {
        if (!started) {
            started = true;
            to.accept(new StreamEvent.Started(response.path("id").asText(""), response.path("model").asText(""),
                    Usage.NONE));
        }
    }

    private void finish(JsonNode response, Consumer<StreamEvent> to) {
        start(created.isEmpty() ? response : created, to);
        if (items.none()) {
            items.all(response.path("output"));
        }
        if (!items.finish(to)) {
            fail(Failure.of(FailureKind.API_ERROR, "The provider's answer calls a tool without a name."), to);
            return;
        }
        over = true;
        Usage usage = ResponsesUsage.read(response.get("usage"));
        to.accept(new StreamEvent.Finished(Status.read(response, items.calls(), items.refused()), null,
                usage == null ? Usage.NONE : usage));
    }

    private void fail(Failure failure, Consumer<StreamEvent> to) {
        over = true;
        to.accept(new StreamEvent.Failed(failure));
    }
}
