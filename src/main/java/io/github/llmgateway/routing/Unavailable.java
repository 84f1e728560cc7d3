package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.RoutingSettings;
import java.util.List;

/** What a client is told where none of a group's deployments can be asked. */
final class Unavailable {

    private Unavailable() {
    }

    /** Nobody can be asked: the class of the last failure, and when the first deployment is back. */
    static Failure because(String group, List<Deployment> deployments, Fleet fleet, RoutingSettings settings,
            Call call) {
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
            return tooLong(group, deployments, settings, call);
        }
        Failure seen = last == null ? Failure.of(FailureKind.UNAVAILABLE, "") : Verdict.asSeenByClient(last, group);
        FailureKind kind = switch (seen.kind()) {
            case RATE_LIMIT, OVERLOADED -> seen.kind();
            default -> FailureKind.UNAVAILABLE;
        };
        return Failure.of(kind, "All deployments of the model " + group + " rest after failures; the next try is "
                + "possible in " + (soonest + 999) / 1000 + " s.").withRetryAfterMillis(soonest).withCode(seen.code());
    }

    private static Failure tooLong(String group, List<Deployment> deployments, RoutingSettings settings, Call call) {
        boolean allTooSmall = settings.preCallChecks() && deployments.stream().allMatch(each ->
                each.tokens().maxInputTokens() != null && call.getPromptTokens() > each.tokens().maxInputTokens());
        return allTooSmall
                ? Failure.of(FailureKind.CONTEXT_WINDOW, "The prompt is too long for every deployment of the model "
                        + group + ": about " + call.getPromptTokens() + " tokens.")
                : Failure.of(FailureKind.RATE_LIMIT, "All deployments of the model " + group
                        + " have as many requests as the configuration allows.").withRetryAfterMillis(1000);
    }
}
