package io.github.llmgateway.chat;

/** The classes of failure that policies tell apart, each with the HTTP status it has where no provider gave one. */
public enum FailureKind {
    /** The request is wrong: nobody will answer it. */
    INVALID_REQUEST(400),
    /** The prompt does not fit the model's context window. */
    CONTEXT_WINDOW(400),
    /** The provider's content policy forbids it. */
    CONTENT_POLICY(400),
    /** The client's key is missing or wrong. */
    AUTHENTICATION(401),
    /** The account cannot pay, or a budget is spent. */
    BILLING(429),
    /** The client may not do this. */
    PERMISSION(403),
    /** No such model, path or thing. */
    NOT_FOUND(404),
    /** The path exists, the method does not. */
    METHOD(405),
    /** The provider or the client took too long. */
    TIMEOUT(408),
    /** The body is too large. */
    TOO_LARGE(413),
    /** The client has gone before its answer came: nobody reads this. 499 is nginx' number for it, in logs only. */
    CLIENT_LEFT(499),
    /** Too many requests or tokens. */
    RATE_LIMIT(429),
    /** The provider fails, or answers what nobody can read. */
    API_ERROR(500),
    /** This gateway cannot do that. */
    NOT_SUPPORTED(501),
    /** Nobody can be reached, or the gateway is full or stopping. */
    UNAVAILABLE(503),
    /** The provider has more to do than it can. */
    OVERLOADED(529);

    private final int status;

    FailureKind(int status) {
        this.status = status;
    }

    /** The default HTTP status. */
    public int status() {
        return status;
    }

    /**
     * What a provider's status means that says no more: RFC 9110, and what is customary beyond it. 498 is Groq's for
     * flex capacity, 529 Anthropic's overload, 520 to 524 Cloudflare's for a server behind it.
     */
    public static FailureKind ofStatus(int status) {
        return switch (status) {
            case 401 -> AUTHENTICATION;
            case 402 -> BILLING;
            case 403 -> PERMISSION;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD;
            case 408, 504, 524 -> TIMEOUT;
            case 413 -> TOO_LARGE;
            case 429 -> RATE_LIMIT;
            case 498, 529 -> OVERLOADED;
            case 501 -> NOT_SUPPORTED;
            case 502, 503, 520, 521, 522, 523 -> UNAVAILABLE;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : API_ERROR;
        };
    }
}
