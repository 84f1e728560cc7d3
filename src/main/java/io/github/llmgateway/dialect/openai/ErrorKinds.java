package io.github.llmgateway.dialect.openai;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The kind of an error by what it says of itself first (code, type), by its wording where servers have no codes, and by
 * its status last. Codes: OpenAI's guide to error codes, and the providers' own.
 */
final class ErrorKinds {

    private static final Set<String> CONTEXT = Set.of("context_length_exceeded", "exceed_context_size_error",
            "string_above_max_length", "model_context_window_exceeded", "1261");
    private static final Set<String> POLICY = Set.of("content_filter", "content_policy_violation", "invalid_prompt",
            "moderation_blocked", "data_inspection_failed", "responsibleaipolicyviolation", "1301");
    private static final Set<String> UNPAID = Set.of("insufficient_quota", "billing_not_active",
            "billing_hard_limit_reached", "insufficient_balance", "exceeded_current_quota_error", "1113");
    private static final Set<String> RATE = Set.of("rate_limit_exceeded", "rate_limit_error", "rate_limited",
            "rate_limit_reached_error", "too_many_requests", "1302");
    private static final Set<String> KEY = Set.of("invalid_api_key", "invalid_authentication_error",
            "authentication_error", "unauthorized");
    private static final Set<String> MODEL = Set.of("model_not_found", "unknown_model", "invalid_model",
            "resource_not_found_error", "not_found_error", "1500");
    private static final Set<String> BUSY = Set.of("overloaded", "overloaded_error", "server_overloaded",
            "engine_overloaded_error", "service_tier_capacity_exceeded", "capacity_exceeded", "server_busy", "1305");

    /** vLLM, Mistral, Groq, xAI, Ollama and llama.cpp, Together, Moonshot, Z.ai, Cohere, OpenRouter's other ends. */
    private static final Pattern CONTEXT_WORDS = Pattern.compile("maximum context length|context.?length|"
            + "context window|context.?size|maximum prompt length|prompt is too long|prompt too long|"
            + "exceeded model token limit|exceeds? (?:the )?max(?:imum)? length|max_new_tokens` must be|"
            + "reduce the length of the messages|input is too long|input tokens? exceed|too many tokens in the prompt");
    private static final Pattern POLICY_WORDS = Pattern.compile("content management policy|content.?policy|"
            + "content filter|safety system|was flagged|input flagged|content exists risk|violat\\w+ .*polic|"
            + "inappropriate content");
    private static final Pattern UNPAID_WORDS = Pattern.compile("insufficient (?:balance|credits|quota|funds)|"
            + "exceeded your current quota|more credits|payment required|billing");
    private static final Pattern MODEL_WORDS = Pattern.compile("model .{0,200}(?:does not exist|not found)|"
            + "invalid model|unknown model|no such model");
    private static final Pattern KEY_WORDS =
            Pattern.compile("incorrect api key|invalid api key|invalid bearer|api key not valid|no auth credentials");
    private static final Pattern BUSY_WORDS =
            Pattern.compile("overloaded|over capacity|at capacity|capacity exceeded|server is busy");

    private ErrorKinds() {
    }

    /** {@code status} 0: there was none. */
    static FailureKind of(int status, String type, String code, String message) {
        FailureKind named = named(code);
        if (named == null) {
            named = named(type);
        }
        if (named != null) {
            return named;
        }
        String words = message.toLowerCase(Locale.ROOT);
        if (status == 0 || status == 400 || status == 404 || status == 413 || status == 422 || status == 500) {
            if (CONTEXT_WORDS.matcher(words).find()) {
                return FailureKind.CONTEXT_WINDOW;
            }
            if (KEY_WORDS.matcher(words).find()) {
                return FailureKind.AUTHENTICATION;
            }
            if (MODEL_WORDS.matcher(words).find()) {
                return FailureKind.NOT_FOUND;
            }
        }
        if ((status < 429 || status == 500) && status != 401 && POLICY_WORDS.matcher(words).find()) {
            return FailureKind.CONTENT_POLICY;
        }
        if ((status == 0 || status == 400 || status == 403 || status == 429) && UNPAID_WORDS.matcher(words).find()) {
            return FailureKind.BILLING;
        }
        if ((status == 0 || status >= 429) && BUSY_WORDS.matcher(words).find()) {
            return FailureKind.OVERLOADED;
        }
        return FailureKind.ofStatus(status);
    }

    private static FailureKind named(String name) {
        if (name == null) {
            return null;
        }
        String word = name.toLowerCase(Locale.ROOT);
        if (CONTEXT.contains(word)) {
            return FailureKind.CONTEXT_WINDOW;
        }
        if (POLICY.contains(word)) {
            return FailureKind.CONTENT_POLICY;
        }
        if (UNPAID.contains(word)) {
            return FailureKind.BILLING;
        }
        if (RATE.contains(word)) {
            return FailureKind.RATE_LIMIT;
        }
        if (KEY.contains(word)) {
            return FailureKind.AUTHENTICATION;
        }
        if (MODEL.contains(word)) {
            return FailureKind.NOT_FOUND;
        }
        return BUSY.contains(word) ? FailureKind.OVERLOADED : null;
    }

    /** The {@code type} of an error that is not OpenAI's own. */
    static String type(FailureKind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, NOT_FOUND, METHOD, TOO_LARGE ->
                "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case PERMISSION -> "permission_error";
            case BILLING -> "insufficient_quota";
            case RATE_LIMIT -> "rate_limit_error";
            case TIMEOUT -> "timeout_error";
            case NOT_SUPPORTED -> "not_supported_error";
            case API_ERROR, UNAVAILABLE, CLIENT_LEFT, OVERLOADED -> "server_error";
        };
    }

    /** The {@code code} by which clients of this format tell errors apart; null where OpenAI has none. */
    static String code(Failure failure) {
        return switch (failure.kind()) {
            case CONTEXT_WINDOW -> "context_length_exceeded";
            case CONTENT_POLICY -> "content_policy_violation";
            case AUTHENTICATION -> "invalid_api_key";
            case PERMISSION -> "permission_denied";
            case BILLING -> "insufficient_quota";
            case NOT_FOUND -> "model".equals(failure.param()) ? "model_not_found" : "not_found";
            case METHOD -> "method_not_allowed";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMIT -> "rate_limit_exceeded";
            case TIMEOUT -> "timeout";
            case NOT_SUPPORTED -> "not_supported";
            case UNAVAILABLE, CLIENT_LEFT -> "service_unavailable";
            case OVERLOADED -> "overloaded";
            case INVALID_REQUEST, API_ERROR -> null;
        };
    }
}
