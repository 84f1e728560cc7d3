package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Bedrock's errors, the same around every payload (Amazon Bedrock User Guide, "Troubleshooting Amazon Bedrock API Error
 * Codes"; the statuses are those of the API reference): {@code {"message":"…"}} with the type in the header
 * {@code x-amzn-errortype}, or in a stream an event whose name is the type. Where one type serves several causes that
 * policies tell apart, the wording is looked at.
 */
final class BedrockErrors {

    /** Whose words a body is that is kept verbatim: those of the cloud, not of a model's maker. */
    static final String FORMAT = "bedrock";
    /** The header that names the type. */
    static final String TYPE_HEADER = "x-amzn-errortype";

    private static final int LONGEST_MESSAGE = 4_000;
    /** Failed Dependency: the model failed (InvokeModel, "ModelErrorException"). */
    private static final int MODEL_FAILED = 424;
    private static final String TOO_LONG_WORDS = "Input is too long for requested model.";
    private static final Pattern TOO_LONG = Pattern.compile("input is too long|prompt is too long|too many input tokens"
            + "|too many total text bytes|context window|context length|context limit|maximum context"
            + "|input length and `?max_tokens`? exceed|number of input tokens"
            + "|exceeds? the (maximum|model).{0,40}tokens");
    private static final Pattern POLICY = Pattern.compile("content (filter|policy)|content filtering policy"
            + "|guardrail|blocked by|usage policy|acceptable use|violates? our");
    private static final Pattern UNPAID = Pattern.compile("invalid_payment_instrument|payment instrument|billing");

    /** The types, but for their ending and the case of their first letter. */
    private static final Map<String, FailureKind> KINDS = Map.ofEntries(
            Map.entry("validation", FailureKind.INVALID_REQUEST),
            Map.entry("conflict", FailureKind.INVALID_REQUEST),
            Map.entry("accessDenied", FailureKind.PERMISSION),
            Map.entry("notAuthorized", FailureKind.PERMISSION),
            Map.entry("resourceNotFound", FailureKind.NOT_FOUND),
            Map.entry("unknownOperation", FailureKind.NOT_FOUND),
            Map.entry("throttling", FailureKind.RATE_LIMIT),
            Map.entry("modelNotReady", FailureKind.UNAVAILABLE),
            Map.entry("serviceQuotaExceeded", FailureKind.RATE_LIMIT),
            Map.entry("modelTimeout", FailureKind.TIMEOUT),
            Map.entry("modelError", FailureKind.API_ERROR),
            Map.entry("modelStreamError", FailureKind.API_ERROR),
            Map.entry("internalServer", FailureKind.API_ERROR),
            Map.entry("internalFailure", FailureKind.API_ERROR),
            Map.entry("serviceUnavailable", FailureKind.UNAVAILABLE),
            Map.entry("expiredToken", FailureKind.AUTHENTICATION),
            Map.entry("unrecognizedClient", FailureKind.AUTHENTICATION),
            Map.entry("invalidSignature", FailureKind.AUTHENTICATION),
            Map.entry("incompleteSignature", FailureKind.AUTHENTICATION),
            Map.entry("signatureDoesNotMatch", FailureKind.AUTHENTICATION),
            Map.entry("invalidClientTokenId", FailureKind.AUTHENTICATION),
            Map.entry("missingAuthenticationToken", FailureKind.AUTHENTICATION));

    private BedrockErrors() {
    }

    /** Whether an event breaks the stream off. */
    static boolean isException(String name) {
        return name.endsWith("Exception");
    }

    /** Reads an error's body. */
    static Failure read(int status, UnaryOperator<String> header, byte[] body) {
        JsonNode json = Json.parse(body);
        String type = type(header.apply(TYPE_HEADER), json);
        String contentType = header.apply("content-type");
        Failure failure = failure(type, status, message(json));
        return json == null || !json.isObject() ? failure
                : failure.withVerbatim(new Failure.Verbatim(FORMAT, body,
                        contentType == null ? "application/json" : contentType));
    }

    /** Reads the event that broke a stream off. */
    static Failure event(String name, byte[] data) {
        return failure(Character.toUpperCase(name.charAt(0)) + name.substring(1), 0, message(Json.parse(data)));
    }

    /** {@code ThrottlingException:http://…} in the header, {@code namespace#ThrottlingException} in a body. */
    private static String type(String header, JsonNode json) {
        String said = header != null ? header : json == null ? null : json.path("__type").asText(null);
        if (said == null || said.isBlank()) {
            return null;
        }
        int colon = said.indexOf(':');
        String type = colon < 0 ? said : said.substring(0, colon);
        return type.substring(type.indexOf('#') + 1).strip();
    }

    private static String message(JsonNode json) {
        for (String name : new String[] {"message", "Message"}) {
            if (json != null && json.path(name).isTextual()) {
                return json.get(name).textValue();
            }
        }
        return "";
    }

    private static Failure failure(String type, int status, String message) {
        String told = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        if (told.isEmpty()) {
            told = status > 0 ? "The provider answered with status " + status + " and no message."
                    : "The provider broke the answer off without a message.";
        }
        Failure failure = Failure.of(kind(type, status, told), told).withType(type);
        return status > 0 ? failure.withStatus(status) : failure;
    }

    private static FailureKind kind(String type, int status, String message) {
        FailureKind kind = type == null || type.isEmpty() ? null : KINDS.get(stem(type));
        if (kind == null) {
            kind = status == MODEL_FAILED ? FailureKind.API_ERROR : FailureKind.ofStatus(status);
        }
        String wording = message.toLowerCase(Locale.ROOT);
        if (kind == FailureKind.PERMISSION && UNPAID.matcher(wording).find()) {
            return FailureKind.BILLING;
        }
        if (kind == FailureKind.PERMISSION && wording.contains("security token")) {
            return FailureKind.AUTHENTICATION;
        }
        if (kind != FailureKind.INVALID_REQUEST && kind != FailureKind.TOO_LARGE) {
            return kind;
        }
        if (TOO_LONG.matcher(wording).find()) {
            return FailureKind.CONTEXT_WINDOW;
        }
        return POLICY.matcher(wording).find() ? FailureKind.CONTENT_POLICY : kind;
    }

    private static String stem(String type) {
        String stem = type.endsWith("Exception") ? type.substring(0, type.length() - "Exception".length()) : type;
        return stem.isEmpty() ? "" : Character.toLowerCase(stem.charAt(0)) + stem.substring(1);
    }

    /** The body for a client: the provider's own if Bedrock wrote it. */
    static byte[] write(Failure failure) {
        Failure.Verbatim verbatim = failure.verbatim();
        if (verbatim != null && FORMAT.equals(verbatim.dialect())) {
            return verbatim.body();
        }
        return Json.bytes(Json.object().put("message", wording(failure)));
    }

    /** A prompt that is too long is said in the words by which clients of Bedrock know it. */
    private static String wording(Failure failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        boolean known = failure.kind() != FailureKind.CONTEXT_WINDOW
                || message.toLowerCase(Locale.ROOT).contains("input is too long");
        return known ? message : TOO_LONG_WORDS + " " + message;
    }

    /** AWS' SDKs ask again after a 503, not after a 529 that they have no name for. */
    static int status(Failure failure) {
        return failure.kind() == FailureKind.OVERLOADED ? 503 : failure.status();
    }

    /** The type in a header. */
    static Map<String, String> headers(Failure failure) {
        return Map.of(TYPE_HEADER, type(failure));
    }

    /** The name of the event that says why a stream broke off ({@code ConverseStreamOutput}). */
    static String eventName(Failure failure) {
        return switch (failure.kind()) {
            case RATE_LIMIT, BILLING -> "throttlingException";
            case UNAVAILABLE, OVERLOADED -> "serviceUnavailableException";
            case API_ERROR, TIMEOUT -> "modelStreamErrorException";
            case CLIENT_LEFT, NOT_SUPPORTED -> "internalServerException";
            default -> "validationException";
        };
    }

    private static String type(Failure failure) {
        String own = failure.type();
        if (own != null && KINDS.containsKey(stem(own))) {
            return own;
        }
        return switch (failure.kind()) {
            case INVALID_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, TOO_LARGE, METHOD, NOT_SUPPORTED ->
                "ValidationException";
            case AUTHENTICATION -> "UnrecognizedClientException";
            case PERMISSION -> "AccessDeniedException";
            case NOT_FOUND -> "ResourceNotFoundException";
            case RATE_LIMIT -> "ThrottlingException";
            case BILLING -> "ServiceQuotaExceededException";
            case TIMEOUT -> "ModelTimeoutException";
            case UNAVAILABLE, OVERLOADED -> "ServiceUnavailableException";
            case API_ERROR, CLIENT_LEFT -> "InternalServerException";
        };
    }
}
