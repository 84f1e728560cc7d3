package io.github.llmgateway.routing;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.RoutingSettings;
import io.github.llmgateway.config.Stickiness;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.processor.loadbalancer.LoadBalancerSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load balancer of one model group: chooses among its deployments by the configured strategy, tries another when
 * one fails, lets those rest that fail too often. Its outputs are the deployments in the order of the configuration. A
 * bean of the group's route, so that groups share no state; safe for all threads, blocks none.
 */
public final class GroupBalancer extends LoadBalancerSupport {

    /** A refused beta and a refused field may come one after the other. */
    private static final int MOST_LESSONS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(GroupBalancer.class);

    /** First pause between tries of the same deployment, doubled each time up to the longest. */
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;
    /** A provider that wants more patience than this is not waited for; Claude Code gives up after 60 s, too. */
    private static final long LONGEST_RETRY_AFTER_MILLIS = 60_000;

    private final String group;
    private final List<Deployment> deployments;
    private final RoutingSettings settings;
    private final Fleet fleet;
    private final Vertx vertx;
    private final Strategy strategy;

    /** The balancer of {@code group}. */
    public GroupBalancer(String group, GatewayConfig config, Fleet fleet, Vertx vertx) {
        this.group = group;
        this.deployments = config.groups().get(group);
        this.settings = config.routing();
        this.fleet = fleet;
        this.vertx = vertx;
        this.strategy = Strategy.of(settings.strategy());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Call call = Call.of(exchange);
        call.setGroup(group);
        next(exchange, callback, call, new HashSet<>(), 0);
        return false;
    }

    private void next(Exchange exchange, AsyncCallback callback, Call call, Set<String> failed, int tries) {
        List<Candidate> healthy = candidates(call, failed);
        if (healthy.isEmpty()) {
            exchange.setException(nobody(call));
            callback.done(false);
            return;
        }
        List<Candidate> first = firstOrder(healthy);
        List<Candidate> best = settings.stickiness() == Stickiness.ALWAYS
                ? first : strategy.best(first, call);
        attempt(exchange, callback, call, Rendezvous.choose(best, call, settings.stickiness()), failed, tries);
    }

    private void attempt(Exchange exchange, AsyncCallback callback, Call call, Candidate chosen, Set<String> failed,
            int tries) {
        Deployment deployment = chosen.deployment();
        chosen.health().opened();
        Attempt attempt = new Attempt(deployment.id(), deployment.provider(), ended -> closed(chosen, ended));
        call.attempt(attempt);
        exchange.getMessage().setBody(call);
        chosen.output().process(exchange, doneSync -> {
            Exception thrown = exchange.getException();
            if (thrown == null) {
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onDone(Exchange done) {
                        attempt.close();
                    }
                });
                callback.done(false);
            } else {
                afterFailure(exchange, callback, call, chosen, failed, tries, failure(thrown));
            }
        });
    }

    private void afterFailure(Exchange exchange, AsyncCallback callback, Call call, Candidate chosen,
            Set<String> failed, int tries, Failure failure) {
        call.attempt().fail(failure);
        if (Failure.FEATURE_REFUSED.equals(failure.code()) && tries < MOST_LESSONS && !call.cancelled()) {
            again(exchange, callback, call, failed, tries, 0);
            return;
        }
        failed.add(chosen.deployment().id());
        Integer own = chosen.deployment().attempts().maxRetries();
        int retries = own != null ? own : settings.retries().after(Verdict.errorKind(failure), group);
        boolean goOn = !Verdict.clientsFault(failure, call.attempt()) && tries < retries && !call.cancelled();
        List<Candidate> others = goOn ? candidates(call, failed) : List.of();
        if (!others.isEmpty()) {
            again(exchange, callback, call, failed, tries, settings.retries().retryAfter().toMillis());
        } else if (goOn && !Verdict.hopeless(failure)) {
            failed.clear();
            long pause = pause(failure, tries);
            if (candidates(call, failed).isEmpty() || pause > LONGEST_RETRY_AFTER_MILLIS) {
                fail(exchange, callback, call, failure);
            } else {
                again(exchange, callback, call, failed, tries, pause);
            }
        } else {
            fail(exchange, callback, call, failure);
        }
    }

    private void again(Exchange exchange, AsyncCallback callback, Call call, Set<String> failed, int tries,
            long pauseMillis) {
        exchange.setException(null);
        exchange.setRouteStop(false);
        call.countRetry();
        if (pauseMillis <= 0) {
            next(exchange, callback, call, failed, tries + 1);
        } else {
            long timer = vertx.setTimer(pauseMillis, over -> next(exchange, callback, call, failed, tries + 1));
            call.onCancel(() -> {
                if (vertx.cancelTimer(timer)) {
                    fail(exchange, callback, call, Failure.of(FailureKind.CLIENT_LEFT, "The client has left."));
                }
            });
        }
    }

    private void fail(Exchange exchange, AsyncCallback callback, Call call, Failure failure) {
        exchange.setException(Verdict.asSeenByClient(failure, call.attempt(), group));
        callback.done(false);
    }

    /** The provider's {@code retry-after}, else doubled from try to try, with half of it at random. */
    private long pause(Failure failure, int tries) {
        if (failure.retryAfterMillis() >= 0) {
            return Math.max(1, failure.retryAfterMillis());
        }
        long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, 10));
        long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        return Math.max(pause, settings.retries().retryAfter().toMillis());
    }

    private void closed(Candidate chosen, Attempt attempt) {
        Health health = chosen.health();
        health.closed(attempt);
        Failure failure = attempt.failure();
        if (failure == null || !Verdict.deploymentsFault(failure, attempt, chosen.deployment())
                || failure.kind() == FailureKind.CLIENT_LEFT) {
            return;
        }
        int failures = health.failed(failure);
        if (Verdict.hopeless(failure)) {
            LOG.error("Deployment {} of {} is refused by its provider {}: {} (status {}); check its api_key, model and "
                    + "account", chosen.deployment().id(), group, attempt.provider(), failure.kind(), failure.status());
        }
        int allowed = settings.cooldown().allowedFails(Verdict.errorKind(failure));
        Duration own = chosen.deployment().attempts().cooldownTime();
        long millis = (own != null ? own : settings.cooldown().time()).toMillis();
        boolean rest = settings.cooldown().enabled() && millis > 0
                && (Verdict.hopeless(failure) || failures > allowed || failure.kind() == FailureKind.RATE_LIMIT
                        && deployments.size() > 1);
        if (rest) {
            if (failure.retryAfterMillis() > 0) {
                millis = Math.max(millis, Math.min(failure.retryAfterMillis(), LONGEST_RETRY_AFTER_MILLIS));
            }
            health.rest(millis);
            LOG.warn("Deployment {} of {} rests for {} ms: {} (status {})", chosen.deployment().id(), group, millis,
                    failure.kind(), failure.status());
        }
    }

    private List<Candidate> candidates(Call call, Set<String> failed) {
        AsyncProcessor[] outputs = doGetProcessors();
        List<Candidate> candidates = new ArrayList<>(outputs.length);
        for (int i = 0; i < outputs.length; i++) {
            Deployment deployment = deployments.get(i);
            Health health = fleet.health(deployment.id());
            if (!failed.contains(deployment.id()) && health.restMillis() == 0 && admits(deployment, health, call)) {
                candidates.add(new Candidate(deployment, health, outputs[i]));
            }
        }
        return candidates;
    }

    private boolean admits(Deployment deployment, Health health, Call call) {
        Integer parallel = deployment.selection().maxParallelRequests();
        if (parallel != null && health.underWay() >= parallel) {
            return false;
        }
        if (settings.preCallChecks()) {
            Long longest = deployment.tokens().maxInputTokens();
            Long rpm = deployment.selection().rpm();
            return (longest == null || call.getPromptTokens() <= longest)
                    && (rpm == null || health.requestsThisMinute() < rpm);
        }
        return true;
    }

    private static List<Candidate> firstOrder(List<Candidate> candidates) {
        return candidates.size() == 1 ? candidates
                : Strategy.lowest(candidates, candidate -> candidate.deployment().selection().order());
    }

    /** Nobody can be asked: the class of the last failure, and when the first deployment is back. */
    private Failure nobody(Call call) {
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
            return tooLong(call);
        }
        Failure seen = last == null ? Failure.of(FailureKind.UNAVAILABLE, "") : Verdict.asSeenByClient(last, group);
        FailureKind kind = switch (seen.kind()) {
            case RATE_LIMIT, OVERLOADED -> seen.kind();
            default -> FailureKind.UNAVAILABLE;
        };
        return Failure.of(kind, "All deployments of the model " + group + " rest after failures; the next try is "
                + "possible in " + (soonest + 999) / 1000 + " s.").withRetryAfterMillis(soonest).withCode(seen.code());
    }

    private Failure tooLong(Call call) {
        boolean allTooSmall = settings.preCallChecks() && deployments.stream().allMatch(each ->
                each.tokens().maxInputTokens() != null && call.getPromptTokens() > each.tokens().maxInputTokens());
        return allTooSmall
                ? Failure.of(FailureKind.CONTEXT_WINDOW, "The prompt is too long for every deployment of the model "
                        + group + ": about " + call.getPromptTokens() + " tokens.")
                : Failure.of(FailureKind.RATE_LIMIT, "All deployments of the model " + group
                        + " have as many requests as the configuration allows.").withRetryAfterMillis(1000);
    }

    private static Failure failure(Exception thrown) {
        return thrown instanceof Failure failure ? failure
                : Failure.of(FailureKind.API_ERROR, "The gateway failed on the way to the provider.").withCause(thrown);
    }

    @Override
    public String toString() {
        return "GroupBalancer[" + group + ", " + settings.strategy().key() + "]";
    }
}
