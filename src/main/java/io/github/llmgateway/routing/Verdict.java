package io.github.llmgateway.routing;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.ErrorKind;

/** What a failure means for the deployment and for the request. */
final class Verdict {

    private static final int BAD_GATEWAY = 502;

    private Verdict() {
    }

    /** Whether the request itself is at fault, so that the deployment is as good as before. */
    static boolean clientsFault(Failure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, TOO_LARGE, METHOD, NOT_SUPPORTED -> true;
            default -> false;
        };
    }

    /** The same, also where the provider refuses the account that the client has brought along. */
    static boolean clientsFault(Failure failure, Attempt attempt) {
        return clientsFault(failure) || attempt.clientsAccount() && switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION, BILLING, RATE_LIMIT -> true;
            default -> false;
        };
    }

    /** Whether the failure counts against the deployment. Which models a wildcard stands for, clients guess. */
    static boolean deploymentsFault(Failure failure, Attempt attempt, Deployment deployment) {
        return !clientsFault(failure, attempt)
                && !(failure.kind() == FailureKind.NOT_FOUND && deployment.wildcard());
    }

    /** Whether the deployment must rest at once: it will fail the same way again. */
    static boolean hopeless(Failure failure) {
        return switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION, BILLING, NOT_FOUND -> true;
            default -> false;
        };
    }

    /** The failure in the words of LiteLLM's policies. */
    static ErrorKind errorKind(Failure failure) {
        if (failure.status() == BAD_GATEWAY) {
            return ErrorKind.BAD_GATEWAY;
        }
        return switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION, BILLING -> ErrorKind.AUTHENTICATION;
            case NOT_FOUND -> ErrorKind.NOT_FOUND;
            case TIMEOUT -> ErrorKind.TIMEOUT;
            case RATE_LIMIT -> ErrorKind.RATE_LIMIT;
            case CONTENT_POLICY -> ErrorKind.CONTENT_POLICY_VIOLATION;
            case UNAVAILABLE, OVERLOADED -> ErrorKind.SERVICE_UNAVAILABLE;
            case API_ERROR -> ErrorKind.INTERNAL_SERVER;
            default -> ErrorKind.BAD_REQUEST;
        };
    }

    /**
     * A provider's refusal of the gateway's own key as the client shall see it: not as the client's fault, and not to
     * be tried again by it.
     */
    static Failure asSeenByClient(Failure failure, Attempt attempt, String group) {
        return clientsFault(failure, attempt) ? failure : asSeenByClient(failure, group);
    }

    /** The same, where the gateway's own key was used. */
    static Failure asSeenByClient(Failure failure, String group) {
        return switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION, BILLING -> Failure.of(FailureKind.UNAVAILABLE,
                    "The model " + group + " is not available: its provider refuses the gateway's credentials. "
                            + "The operator has been told.").withCode("provider_credentials");
            default -> failure;
        };
    }
}
