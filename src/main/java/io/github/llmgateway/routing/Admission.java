package io.github.llmgateway.routing;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.RoutingSettings;
import java.util.List;

/**
 * Whether a deployment may get one more request: it does not rest, has room under its {@code max_parallel_requests} and,
 * where the configuration wants it looked at beforehand, under its {@code rpm} and for the prompt. Safe for all threads.
 */
public final class Admission {

    private final RoutingSettings settings;
    private final Fleet fleet;

    /** Admits by what {@code fleet} knows. */
    public Admission(RoutingSettings settings, Fleet fleet) {
        this.settings = settings;
        this.fleet = fleet;
    }

    /** Whether it may get one with a prompt of so many tokens. */
    public boolean admits(Deployment deployment, long promptTokens) {
        Health health = fleet.health(deployment.id());
        if (health.restMillis() > 0) {
            return false;
        }
        Integer parallel = deployment.selection().maxParallelRequests();
        if (parallel != null && health.underWay() >= parallel) {
            return false;
        }
        if (settings.preCallChecks()) {
            Long longest = deployment.tokens().maxInputTokens();
            Long rpm = deployment.selection().rpm();
            return (longest == null || promptTokens <= longest)
                    && (rpm == null || health.requestsThisMinute() < rpm);
        }
        return true;
    }

    /**
     * What a client is told where none of these may get one: the class of the last failure and when the first is back,
     * or which bound holds.
     *
     * @param whose what they are deployments of, as {@code the model gpt}
     */
    public Failure refusal(String whose, List<Deployment> deployments, long promptTokens) {
        long soonest = Long.MAX_VALUE;
        Failure last = null;
        long lastNanos = 0;
        for (Deployment deployment : deployments) {
            Health health = fleet.health(deployment.id());
            long rest = health.restMillis();
            if (rest > 0 && rest < soonest) {
                soonest = rest;
            }
            if (health.lastFailure() != null && (last == null || health.lastFailureNanos() - lastNanos > 0)) {
                last = health.lastFailure();
                lastNanos = health.lastFailureNanos();
            }
        }
        if (soonest == Long.MAX_VALUE) {
            return full(whose, deployments, promptTokens);
        }
        Failure seen = last == null ? Failure.of(FailureKind.UNAVAILABLE, "") : Verdict.asSeenByClient(last, whose);
        FailureKind kind = switch (seen.kind()) {
            case RATE_LIMIT, OVERLOADED -> seen.kind();
            default -> FailureKind.UNAVAILABLE;
        };
        return Failure.of(kind, "All deployments of " + whose + " rest after failures; the next try is "
                + "possible in " + (soonest + 999) / 1000 + " s.").withRetryAfterMillis(soonest).withCode(seen.code());
    }

    private Failure full(String whose, List<Deployment> deployments, long promptTokens) {
        boolean allTooSmall = settings.preCallChecks() && deployments.stream().allMatch(each ->
                each.tokens().maxInputTokens() != null && promptTokens > each.tokens().maxInputTokens());
        return allTooSmall
                ? Failure.of(FailureKind.CONTEXT_WINDOW, "The prompt is too long for every deployment of " + whose
                        + ": about " + promptTokens + " tokens.")
                : Failure.of(FailureKind.RATE_LIMIT, "All deployments of " + whose
                        + " have as many requests as the configuration allows.").withRetryAfterMillis(1000);
    }
}
