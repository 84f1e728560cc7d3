package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Errors (docs.claude.com, "Errors"): {@code {"type":"error","error":{"type","message"},"request_id"}}, as a body and
 * as an event of a stream. The wording is looked at where one type serves several causes that policies tell apart.
 */
final class AnthropicErrors {

    /** The dialect's name, on bodies that are kept verbatim. */
    static final String DIALECT = "anthropic";

    private static final Pattern TOO_LONG = Pattern.compile("prompt is too long|exceeds? (the )?context limit|"
            + "context window|context length|maximum context|input is too long|prompt_too_long");
    private static final Pattern POLICY = Pattern.compile("content filter|content policy|usage policy|"
            + "content management policy|violates? our");
    private static final Pattern UNPAID = Pattern.compile("credit balance|api usage limits");
    private static final String TOO_LONG_TOKEN = "capability_rejected: prompt_too_long";

    private static final Map<String, FailureKind> KINDS = Map.ofEntries(
            Map.entry("invalid_request_error", FailureKind.INVALID_REQUEST),
            Map.entry("authentication_error", FailureKind.AUTHENTICATION),
            Map.entry("billing_error", FailureKind.BILLING),
            Map.entry("permission_error", FailureKind.PERMISSION),
            Map.entry("not_found_error", FailureKind.NOT_FOUND),
            Map.entry("request_too_large", FailureKind.TOO_LARGE),
            Map.entry("rate_limit_error", FailureKind.RATE_LIMIT),
            Map.entry("timeout_error", FailureKind.TIMEOUT),
            Map.entry("api_error", FailureKind.API_ERROR),
            Map.entry("overloaded_error", FailureKind.OVERLOADED),
            Map.entry("not_supported", FailureKind.NOT_SUPPORTED));

    private AnthropicErrors() {
    }

    /** Reads an error's body. {@code status} 0: it came as an event of a stream, and its type says it all. */
    static Failure read(int status, String contentType, byte[] body) {
        JsonNode root = Json.parse(body);
        JsonNode error = root == null ? null : root.get("error");
        String type = error != null && error.path("type").isTextual() ? error.get("type").textValue() : null;
        String message = message(root, error);
        boolean own = error != null && error.isObject() && type != null;
        FailureKind kind = kind(status, type, message == null ? "" : message);
        Failure failure = Failure.of(kind, message != null ? message : status > 0
                ? "The provider answered with status " + status + " and no message."
                : "The provider broke the answer off without a message.");
        if (status > 0) {
            failure = failure.withStatus(status);
        }
        return failure.withType(type)
                .withVerbatim(own ? new Failure.Verbatim(DIALECT, body, contentType) : null);
    }

    /** Anthropic's {@code error.message}, or where clouds and proxies put theirs. */
    private static String message(JsonNode root, JsonNode error) {
        if (error != null && error.isTextual()) {
            return error.textValue();
        }
        for (JsonNode place : new JsonNode[] {error, root}) {
            for (String name : new String[] {"message", "Message", "detail"}) {
                if (place != null && place.path(name).isTextual()) {
                    return place.get(name).textValue();
                }
            }
        }
        return null;
    }

    private static FailureKind kind(int status, String type, String message) {
        FailureKind kind = type == null ? null : KINDS.get(type);
        if (kind == null) {
            kind = FailureKind.ofStatus(status);
        }
        if (kind != FailureKind.INVALID_REQUEST && kind != FailureKind.TOO_LARGE && kind != FailureKind.PERMISSION) {
            return kind;
        }
        String wording = message.toLowerCase(Locale.ROOT);
        if (TOO_LONG.matcher(wording).find()) {
            return FailureKind.CONTEXT_WINDOW;
        } else if (UNPAID.matcher(wording).find()) {
            return FailureKind.BILLING;
        } else if (POLICY.matcher(wording).find()) {
            return FailureKind.CONTENT_POLICY;
        }
        return kind;
    }

    /** The body for a client: the provider's own if it spoke this dialect. */
    static byte[] write(Failure failure, String requestId) {
        if (isOwn(failure)) {
            return failure.verbatim().body();
        }
        ObjectNode body = tree(failure);
        if (requestId != null) {
            body.put("request_id", requestId);
        }
        return Json.bytes(body);
    }

    /** The data of the event {@code error}: as {@link #write}, but on one line. */
    static byte[] event(Failure failure) {
        JsonNode own = isOwn(failure) ? Json.parse(failure.verbatim().body()) : null;
        return Json.bytes(own != null ? own : tree(failure));
    }

    private static boolean isOwn(Failure failure) {
        return failure.verbatim() != null && DIALECT.equals(failure.verbatim().dialect());
    }

    private static ObjectNode tree(Failure failure) {
        ObjectNode body = Json.object().put("type", "error");
        body.putObject("error").put("type", type(failure)).put("message", wording(failure));
        return body;
    }

    /**
     * The provider's type, if it is one of Anthropic's and no vaguer than the kind: OpenAI calls a wrong key an
     * {@code invalid_request_error}, too.
     */
    private static String type(Failure failure) {
        FailureKind said = failure.type() == null ? null : KINDS.get(failure.type());
        boolean vague = said == FailureKind.INVALID_REQUEST || said == FailureKind.API_ERROR;
        return said != null && !vague ? failure.type() : typeOf(failure.kind());
    }

    private static String typeOf(FailureKind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, METHOD -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case BILLING -> "billing_error";
            case PERMISSION -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case TIMEOUT -> "timeout_error";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMIT -> "rate_limit_error";
            case NOT_SUPPORTED -> "not_supported";
            case OVERLOADED -> "overloaded_error";
            case API_ERROR, UNAVAILABLE, CLIENT_LEFT -> "api_error";
        };
    }

    /** A prompt that is too long is said in the words by which Claude Code knows it and begins to compact. */
    private static String wording(Failure failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure.kind() != FailureKind.CONTEXT_WINDOW) {
            return message;
        }
        StringBuilder wording = new StringBuilder();
        if (!message.toLowerCase(Locale.ROOT).contains("prompt is too long")) {
            wording.append("prompt is too long: ");
        }
        wording.append(message);
        if (!message.contains(TOO_LONG_TOKEN)) {
            wording.append(" (").append(TOO_LONG_TOKEN).append(')');
        }
        return wording.toString();
    }
}
