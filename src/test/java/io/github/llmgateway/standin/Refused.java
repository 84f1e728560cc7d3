package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.none;
import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerResponse;

/** The forms in which vendors say that a request failed. */
enum Refused {

    /** docs.claude.com/en/api/errors. */
    ANTHROPIC("prompt is too long: 208310 tokens > 200000 maximum") {
        @Override
        int status(Trouble trouble) {
            return trouble.anthropicStatus();
        }

        @Override
        JsonNode body(Trouble trouble, String message) {
            return object("type", "error", "error", object("type", trouble.anthropic, "message", message),
                    "request_id", REQUEST_ID);
        }
    },

    /** platform.openai.com/docs/guides/error-codes. */
    OPENAI("This model's maximum context length is 128000 tokens. However, your messages resulted in 208310 tokens."
            + " Please reduce the length of the messages.") {
        @Override
        int status(Trouble trouble) {
            return trouble.openAiStatus;
        }

        @Override
        JsonNode body(Trouble trouble, String message) {
            return object("error", object("message", message, "type", trouble.openAiType, "param", none(), "code",
                    trouble.openAiCode == null ? none() : trouble.openAiCode));
        }
    },

    /** docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, Errors. */
    AWS("Input is too long for requested model.") {
        @Override
        int status(Trouble trouble) {
            return trouble.awsStatus;
        }

        @Override
        JsonNode body(Trouble trouble, String message) {
            return object("message", message);
        }

        @Override
        void head(HttpServerResponse response, Trouble trouble) {
            response.putHeader("x-amzn-errortype", trouble.aws + ":http://internal.amazon.com/coral/");
            response.putHeader("x-amzn-requestid", REQUEST_ID);
        }
    },

    /** ai.google.dev/gemini-api/docs/troubleshooting; google.rpc.RetryInfo says when to come back. */
    GOOGLE("The input token count (1208310) exceeds the maximum number of tokens allowed (1048576).") {
        @Override
        int status(Trouble trouble) {
            return trouble.googleStatus;
        }

        @Override
        JsonNode body(Trouble trouble, String message) {
            return object("error", object("code", trouble.googleStatus, "message", message, "status", trouble.google,
                    "details", trouble != Trouble.RATE_LIMIT ? null
                            : array(object("@type", "type.googleapis.com/google.rpc.RetryInfo", "retryDelay",
                                    Trouble.RETRY_AFTER + "s"))));
        }

        @Override
        void head(HttpServerResponse response, Trouble trouble) {
        }
    };

    static final String REQUEST_ID = "req_standin";

    private final String tooLong;

    Refused(String tooLong) {
        this.tooLong = tooLong;
    }

    abstract int status(Trouble trouble);

    abstract JsonNode body(Trouble trouble, String message);

    void head(HttpServerResponse response, Trouble trouble) {
        response.putHeader(this == ANTHROPIC ? "request-id" : "x-request-id", REQUEST_ID);
        if (trouble == Trouble.RATE_LIMIT) {
            response.putHeader("retry-after", String.valueOf(Trouble.RETRY_AFTER));
        }
    }

    /** The vendor's words for it. */
    String words(Trouble trouble) {
        return switch (trouble) {
            case CONTEXT_WINDOW -> tooLong;
            case RATE_LIMIT -> "Too many requests, please wait before trying again.";
            case OVERLOADED -> "The model is overloaded. Please try again later.";
            case BROKEN -> "The stand-in broke as the scenario says.";
            default -> trouble.name();
        };
    }

    /** Answers so. */
    void answer(HttpServerResponse response, Trouble trouble, String message) {
        response.setStatusCode(status(trouble)).putHeader("content-type", "application/json");
        head(response, trouble);
        response.end(body(trouble, message).toString());
    }
}
