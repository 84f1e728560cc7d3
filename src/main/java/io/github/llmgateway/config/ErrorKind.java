package io.github.llmgateway.config;

/** The kinds of failure that LiteLLM's {@code retry_policy} and {@code allowed_fails_policy} tell apart. */
public enum ErrorKind {
    /** 400: the request is wrong. */
    BAD_REQUEST("BadRequestError"),
    /** 401 or 403: the deployment's key is. */
    AUTHENTICATION("AuthenticationError"),
    /** 404. */
    NOT_FOUND("NotFoundError"),
    /** 408, or one of our own timeouts. */
    TIMEOUT("TimeoutError"),
    /** 429. */
    RATE_LIMIT("RateLimitError"),
    /** 400, refused for what it says. */
    CONTENT_POLICY_VIOLATION("ContentPolicyViolationError"),
    /** 500. */
    INTERNAL_SERVER("InternalServerError"),
    /** 502. */
    BAD_GATEWAY("BadGatewayError"),
    /** 503, and Anthropic's 529. */
    SERVICE_UNAVAILABLE("ServiceUnavailableError");

    private final String key;

    ErrorKind(String key) {
        this.key = key;
    }

    /** Its name in the file, without {@code Retries} or {@code AllowedFails}. */
    public String key() {
        return key;
    }
}
