package io.github.llmgateway.routing;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.RoutingSettings;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens attempts whose end a deployment's health learns: how long it took, what was used, whether it failed, and
 * whether the deployment has to rest for that. Safe for all threads.
 */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final GatewayConfig config;
    private final Fleet fleet;

    /** Attempts at the deployments of {@code config}, with its rules of rest. */
    public Attempts(GatewayConfig config, Fleet fleet) {
        this.config = config;
        this.fleet = fleet;
    }

    /** Opens one at a model. */
    Attempt open(Deployment deployment) {
        return open(deployment, failure -> true);
    }

    /** Opens one of which the failures that {@code counts} names alone are held against the deployment. */
    public Attempt open(Deployment deployment, Predicate<Failure> counts) {
        fleet.health(deployment.id()).opened();
        return new Attempt(deployment.id(), deployment.provider(), ended -> closed(deployment, counts, ended));
    }

    private void closed(Deployment deployment, Predicate<Failure> counts, Attempt attempt) {
        Health health = fleet.health(deployment.id());
        health.closed(attempt);
        Failure failure = attempt.failure();
        if (failure != null && failure.kind() != FailureKind.CLIENT_LEFT && counts.test(failure)
                && Verdict.deploymentsFault(failure, attempt, deployment)) {
            failed(deployment, health, failure);
        }
    }

    private void failed(Deployment deployment, Health health, Failure failure) {
        RoutingSettings settings = config.routing();
        String group = deployment.modelGroup();
        int failures = health.failed(failure);
        if (Verdict.hopeless(failure)) {
            LOG.error("Deployment {} of {} is refused by its provider {}: {} (status {}); check its api_key, model and "
                    + "account", deployment.id(), group, deployment.provider(), failure.kind(), failure.status());
        }
        int allowed = settings.cooldown().allowedFails(Verdict.errorKind(failure));
        Duration own = deployment.attempts().cooldownTime();
        long millis = (own != null ? own : settings.cooldown().time()).toMillis();
        boolean rest = settings.cooldown().enabled() && millis > 0
                && (Verdict.hopeless(failure) || failures > allowed || failure.kind() == FailureKind.RATE_LIMIT
                        && config.groups().get(group).size() > 1);
        if (rest) {
            if (failure.retryAfterMillis() > 0) {
                millis = Math.max(millis, Math.min(failure.retryAfterMillis(),
                        GroupBalancer.LONGEST_RETRY_AFTER_MILLIS));
            }
            health.rest(millis);
            LOG.warn("Deployment {} of {} rests for {} ms: {} (status {})", deployment.id(), group, millis,
                    failure.kind(), failure.status());
        }
    }
}
