package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.OpenAiErrors;

/**
 * Errors in the middle of an answer: {@code error} of a response that failed, and the event {@code error}, whose
 * members stand at its top by the reference and in an object by what OpenAI sends.
 */
final class ResponsesErrors {

    private static final String JSON = "application/json";

    private ResponsesErrors() {
    }

    /** Of a response whose status is {@code failed}. */
    static Failure ofResponse(JsonNode response) {
        JsonNode error = response.path("error");
        return of(error.isObject() ? error : Json.object());
    }

    static Failure ofEvent(JsonNode event) {
        JsonNode error = event.path("error");
        if (error.isObject()) {
            return of(error);
        }
        ObjectNode flat = Json.object();
        for (String member : new String[] {"message", "code", "param"}) {
            if (event.hasNonNull(member)) {
                flat.set(member, event.get(member));
            }
        }
        return of(flat);
    }

    private static Failure of(JsonNode error) {
        if (error.path("message").asText("").isEmpty()) {
            ((ObjectNode) error).put("message", "The provider broke its answer off.");
        }
        return OpenAiErrors.read(200, JSON, Json.bytes(Json.object().set("error", error)));
    }

    /** The object that stands in a failed response: {@code code} and {@code message}. */
    static ObjectNode object(Failure failure) {
        String code = OpenAiErrors.code(failure);
        return Json.object().put("code", code == null ? "server_error" : code).put("message", failure.getMessage());
    }

    /** The event, in both its forms at once. */
    static ObjectNode event(Failure failure) {
        ObjectNode event = object(failure);
        event.put("param", failure.param());
        ObjectNode error = event.deepCopy();
        JsonNode whole = Json.parse(OpenAiErrors.write(failure));
        error.put("type", whole == null ? "server_error" : whole.path("error").path("type").asText("server_error"));
        event.set("error", error);
        return event;
    }
}
