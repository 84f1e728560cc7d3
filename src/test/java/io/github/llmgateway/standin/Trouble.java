package io.github.llmgateway.standin;

/** The ways in which a request can fail, with the status and type that each vendor gives it. */
public enum Trouble {

    /** A rule is broken. */
    INVALID("invalid_request_error", 400, "invalid_request_error", null, 400, "ValidationException", 400,
            "INVALID_ARGUMENT"),
    /** No credentials, or none that the provider knows. */
    UNAUTHORIZED("authentication_error", 401, "invalid_request_error", "invalid_api_key", 403,
            "UnrecognizedClientException", 401, "UNAUTHENTICATED"),
    /** There is no such path. */
    NOT_FOUND("not_found_error", 404, "invalid_request_error", null, 404, "ResourceNotFoundException", 404,
            "NOT_FOUND"),
    /** Too many requests. */
    RATE_LIMIT("rate_limit_error", 429, "tokens", "rate_limit_exceeded", 429, "ThrottlingException", 429,
            "RESOURCE_EXHAUSTED"),
    /** The prompt is too long. */
    CONTEXT_WINDOW("invalid_request_error", 400, "invalid_request_error", "context_length_exceeded", 400,
            "ValidationException", 400, "INVALID_ARGUMENT"),
    /** No capacity. */
    OVERLOADED("overloaded_error", 503, "server_error", "server_is_overloaded", 503, "ServiceUnavailableException",
            503, "UNAVAILABLE"),
    /** The provider breaks. */
    BROKEN("api_error", 500, "server_error", null, 500, "InternalServerException", 500, "INTERNAL");

    /** Seconds after which one may come back. */
    public static final int RETRY_AFTER = 7;

    final String anthropic;
    final int openAiStatus;
    final String openAiType;
    final String openAiCode;
    final int awsStatus;
    final String aws;
    final int googleStatus;
    final String google;

    Trouble(String anthropic, int openAiStatus, String openAiType, String openAiCode, int awsStatus, String aws,
            int googleStatus, String google) {
        this.anthropic = anthropic;
        this.openAiStatus = openAiStatus;
        this.openAiType = openAiType;
        this.openAiCode = openAiCode;
        this.awsStatus = awsStatus;
        this.aws = aws;
        this.googleStatus = googleStatus;
        this.google = google;
    }

    /** Anthropic has a status of its own for lack of capacity (docs.claude.com/en/api/errors). */
    int anthropicStatus() {
        return this == OVERLOADED ? 529 : openAiStatus;
    }
}
