package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google's errors (google.aip.dev/193): {@code {"error":{"code","message","status","details"}}}, also as the one
 * element of a list, where a stream without {@code alt=sse} was wanted. The wording is looked at where one status
 * serves several causes that policies tell apart.
 */
final class GeminiErrors {

    private static final int LONGEST_MESSAGE = 4_000;
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
    private static final Pattern DELAY = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,9})?)s");
    private static final Pattern TOO_LONG = Pattern.compile("input token count .{0,80}exceeds|exceeds the maximum "
            + "number of (input )?tokens|input context is too long|request contains too many tokens|context window");
    private static final Pattern KEY = Pattern.compile("api key not valid|api key expired|api_key_invalid|"
            + "provide a valid api key");
    private static final Pattern UNPAID = Pattern.compile("prepayment credits|billing (account|to be enabled|is "
            + "disabled)|enable billing|billing has not been enabled|spending cap");
    private static final Pattern BUSY = Pattern.compile("overloaded|high demand|try again later");

    private static final Map<String, FailureKind> KINDS = Map.ofEntries(
            Map.entry("INVALID_ARGUMENT", FailureKind.INVALID_REQUEST),
            Map.entry("FAILED_PRECONDITION", FailureKind.INVALID_REQUEST),
            Map.entry("OUT_OF_RANGE", FailureKind.INVALID_REQUEST),
            Map.entry("UNAUTHENTICATED", FailureKind.AUTHENTICATION),
            Map.entry("PERMISSION_DENIED", FailureKind.PERMISSION),
            Map.entry("NOT_FOUND", FailureKind.NOT_FOUND),
            Map.entry("RESOURCE_EXHAUSTED", FailureKind.RATE_LIMIT),
            Map.entry("UNIMPLEMENTED", FailureKind.NOT_SUPPORTED),
            Map.entry("UNAVAILABLE", FailureKind.UNAVAILABLE),
            Map.entry("DEADLINE_EXCEEDED", FailureKind.TIMEOUT),
            Map.entry("INTERNAL", FailureKind.API_ERROR),
            Map.entry("UNKNOWN", FailureKind.API_ERROR),
            Map.entry("ABORTED", FailureKind.API_ERROR),
            Map.entry("CANCELLED", FailureKind.API_ERROR));

    private GeminiErrors() {
    }

    /** Reads an error's body. {@code status} 0: it came in an event of a stream and tells its status itself. */
    static Failure read(int status, String contentType, byte[] body) {
        JsonNode root = Json.parse(body);
        if (root != null && root.isArray()) {
            root = root.path(0);
        }
        JsonNode error = root == null ? Json.object() : root.path("error");
        String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
        int told = status >= 400 ? status : error.path("code").asInt(0);
        FailureKind kind = kind(told, error, message.toLowerCase(Locale.ROOT));
        if (message.isEmpty()) {
            message = "The provider answered with status " + told + " and no message.";
        } else if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE);
        }
        Failure failure = Failure.of(kind, message).withRetryAfterMillis(retryAfter(error)).withParam(field(error));
        if (told >= 400 && told < 600) {
            failure = failure.withStatus(told);
        }
        return !error.isObject() || error.isEmpty() ? failure : failure.withVerbatim(new Failure.Verbatim(
                GeminiDialect.NAME, body, contentType == null ? "application/json" : contentType));
    }

    private static FailureKind kind(int status, JsonNode error, String words) {
        FailureKind kind = KINDS.getOrDefault(error.path("status").asText(), FailureKind.ofStatus(status));
        boolean key = detail(error, "ErrorInfo").path("reason").asText().equals("API_KEY_INVALID");
        if (kind == FailureKind.INVALID_REQUEST && (key || KEY.matcher(words).find())) {
            // Google answers 400 to a wrong key.
            return FailureKind.AUTHENTICATION;
        } else if (kind == FailureKind.INVALID_REQUEST && TOO_LONG.matcher(words).find()) {
            return FailureKind.CONTEXT_WINDOW;
        } else if (kind == FailureKind.INVALID_REQUEST && words.contains("location is not supported")) {
            return FailureKind.PERMISSION;
        } else if (kind != FailureKind.API_ERROR && UNPAID.matcher(words).find()) {
            return FailureKind.BILLING;
        } else if (kind == FailureKind.UNAVAILABLE && BUSY.matcher(words).find()) {
            return FailureKind.OVERLOADED;
        }
        return kind;
    }

    /** The detail of that type; missing: there is none. */
    private static JsonNode detail(JsonNode error, String type) {
        for (JsonNode detail : error.path("details")) {
            if (detail.path("@type").asText().endsWith("google.rpc." + type)) {
                return detail;
            }
        }
        return Json.MAPPER.missingNode();
    }

    private static String field(JsonNode error) {
        String field = detail(error, "BadRequest").path("fieldViolations").path(0).path("field").asText("");
        return field.isEmpty() ? null : field;
    }

    private static long retryAfter(JsonNode error) {
        Matcher delay = DELAY.matcher(detail(error, "RetryInfo").path("retryDelay").asText());
        return delay.matches() ? (long) Math.ceil(Double.parseDouble(delay.group(1)) * 1000) : -1;
    }

    /** The body for a client: the provider's own if it spoke this dialect. */
    static byte[] write(Failure failure) {
        return isOwn(failure) ? failure.verbatim().body() : Json.bytes(tree(failure));
    }

    /** The data of an event: as {@link #write}, but an object on one line. */
    static byte[] event(Failure failure) {
        JsonNode own = isOwn(failure) ? Json.parse(failure.verbatim().body()) : null;
        return Json.bytes(own == null ? tree(failure) : own.isArray() ? own.path(0) : own);
    }

    private static boolean isOwn(Failure failure) {
        return failure.verbatim() != null && failure.verbatim().dialect().equals(GeminiDialect.NAME);
    }

    /** Google's SDKs ask again after a 503, not after Anthropic's 529. */
    static int code(Failure failure) {
        return failure.kind() == FailureKind.OVERLOADED ? 503 : failure.status();
    }

    private static ObjectNode tree(Failure failure) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", code(failure))
                .put("message", failure.getMessage() == null ? "" : failure.getMessage())
                .put("status", status(failure.kind()));
        if (failure.retryAfterMillis() >= 0) {
            error.putArray("details").addObject().put("@type", RETRY_INFO)
                    .put("retryDelay", String.format(Locale.ROOT, "%.3fs", failure.retryAfterMillis() / 1000.0));
        }
        return body;
    }

    private static String status(FailureKind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, METHOD, TOO_LARGE -> "INVALID_ARGUMENT";
            case AUTHENTICATION -> "UNAUTHENTICATED";
            case PERMISSION -> "PERMISSION_DENIED";
            case NOT_FOUND -> "NOT_FOUND";
            case BILLING, RATE_LIMIT -> "RESOURCE_EXHAUSTED";
            case TIMEOUT -> "DEADLINE_EXCEEDED";
            case NOT_SUPPORTED -> "UNIMPLEMENTED";
            case UNAVAILABLE, OVERLOADED -> "UNAVAILABLE";
            case CLIENT_LEFT -> "CANCELLED";
            case API_ERROR -> "INTERNAL";
        };
    }
}
