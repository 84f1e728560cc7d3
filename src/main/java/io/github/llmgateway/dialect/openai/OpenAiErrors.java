package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Errors in OpenAI's shape, {@code {"error":{"message","type","param","code"}}}, and in those that compatible servers
 * answer: {@code error} as a string (Ollama), {@code detail} (FastAPI: vLLM, Mistral), a bare {@code message} (Mistral,
 * older vLLM), a list (Google), an error in the error (OpenRouter's {@code metadata.raw}).
 */
public final class OpenAiErrors {

    private static final int LONGEST_MESSAGE = 4_000;
    /** "Please try again in 1m2.5s", "20ms": OpenAI and Groq. */
    /** {@code invalid_request_error}, {@code tokens}; not {@code ValidationException}, {@code INVALID_ARGUMENT}. */
    private static final Pattern OWN_TYPE = Pattern.compile("[a-z][a-z_]*");
    private static final Pattern TRY_AGAIN =
            Pattern.compile("try again in (?:(\\d{1,4})m(?!s))?(?:(\\d{1,5}(?:\\.\\d{1,6})?)(ms|s))?");

    private OpenAiErrors() {
    }

    /** Reads a provider's error; status 200: it stood in an event. */
    public static Failure read(int status, String contentType, byte[] body) {
        JsonNode json = body.length > 0 && (body[0] == '<') ? null : Json.parse(body);
        if (json != null && json.isArray()) {
            json = json.path(0);
        }
        JsonNode error = json == null ? null : error(json);
        String message = error == null ? "" : message(error);
        String type = text(error, "type");
        String code = text(error, "code");
        int told = status;
        if (status < 400) {
            told = code != null && code.matches("[45]\\d\\d") ? Integer.parseInt(code) : 0;
        }
        FailureKind kind = ErrorKinds.of(told, type, code, message);
        if (message.isEmpty()) {
            message = "The provider answered with status " + status + " and no message.";
        } else if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE);
        }
        Failure failure = Failure.of(kind, message)
                .withType(type).withCode(code).withParam(text(error, "param"))
                .withRetryAfterMillis(retryAfter(message));
        if (told >= 400) {
            failure = failure.withStatus(told);
        }
        return json != null && json.isObject()
                ? failure.withVerbatim(new Failure.Verbatim(OpenAiDialect.NAME, body,
                        contentType == null ? "application/json" : contentType))
                : failure;
    }

    /** The object that has message, type and code; null: the body is none that we know. */
    private static JsonNode error(JsonNode json) {
        JsonNode error = json.path("error");
        if (error.isTextual()) {
            return json.hasNonNull("message") ? json : Json.object().set("message", error);
        }
        if (error.isObject()) {
            return error;
        }
        if (json.hasNonNull("message") || json.hasNonNull("detail")) {
            return json;
        }
        return null;
    }

    private static String message(JsonNode error) {
        String raw = error.path("metadata").path("raw").asText("");
        if (!raw.isEmpty()) {
            // OpenRouter's own message says no more than "Provider returned error".
            JsonNode inner = Json.parse(raw.getBytes(StandardCharsets.UTF_8));
            JsonNode told = inner == null ? null : error(inner);
            return told == null ? raw : message(told);
        }
        JsonNode message = error.path("message");
        if (message.isTextual()) {
            return message.textValue();
        }
        JsonNode detail = error.path("detail").isMissingNode() ? message.path("detail") : error.path("detail");
        if (detail.isTextual()) {
            return detail.textValue();
        }
        StringBuilder told = new StringBuilder();
        for (JsonNode entry : detail) {
            // Pydantic's list: where, and what is wrong; its "input" quotes the request and is left out.
            StringBuilder where = new StringBuilder();
            entry.path("loc").forEach(step -> where.append(where.isEmpty() ? "" : ".").append(step.asText()));
            told.append(told.isEmpty() ? "" : "; ").append(where).append(where.isEmpty() ? "" : ": ")
                    .append(entry.path("msg").asText(""));
        }
        return told.toString();
    }

    /** The member as text; null where there is none or no error. */
    private static String text(JsonNode error, String name) {
        JsonNode value = error == null ? null : Fields.get(error, name);
        return value == null || value.isContainerNode() ? null : value.asText();
    }

    static long retryAfter(String message) {
        Matcher hint = TRY_AGAIN.matcher(message);
        if (!hint.find() || hint.group(1) == null && hint.group(2) == null) {
            return -1;
        }
        double millis = hint.group(1) == null ? 0 : Integer.parseInt(hint.group(1)) * 60_000.0;
        if (hint.group(2) != null) {
            millis += Double.parseDouble(hint.group(2)) * (hint.group(3).equals("ms") ? 1 : 1000);
        }
        return (long) Math.ceil(millis);
    }

    /** The {@code code} by which clients tell errors apart; null: there is none. */
    public static String code(Failure failure) {
        return failure.code() != null ? failure.code() : ErrorKinds.code(failure);
    }

    /** The error's body; the provider's own where it had this format. */
    public static byte[] write(Failure failure) {
        Failure.Verbatim verbatim = failure.verbatim();
        if (verbatim != null && verbatim.dialect().equals(OpenAiDialect.NAME)) {
            return verbatim.body();
        }
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", failure.getMessage())
                .put("type", isOwn(failure.type()) ? failure.type() : ErrorKinds.type(failure.kind()))
                .put("param", failure.param())
                .put("code", code(failure));
        return Json.bytes(body);
    }

    /** AWS and Google write their types otherwise. */
    private static boolean isOwn(String type) {
        return type != null && OWN_TYPE.matcher(type).matches();
    }
}
