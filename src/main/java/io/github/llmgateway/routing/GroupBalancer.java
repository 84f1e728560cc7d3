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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.processor.loadbalancer.LoadBalancerSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The load balancer of one model group: chooses among its deployments by the configured strategy, tries another when
 * one fails, lets those rest that fail too often. Its outputs are the deployments in the order of the configuration. A
 * bean of the group's route, so that groups share no state; safe for all threads, blocks none.
 */
public final class GroupBalancer extends LoadBalancerSupport {

    /** Refused betas and refused fields come one after the other. */
    private static final int MOST_LESSONS = 4;

    /** First pause between tries of the same deployment, doubled each time up to the longest. */
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;
    /** A provider that wants more patience than this is not waited for; Claude Code gives up after 60 s, too. */
    static final long LONGEST_RETRY_AFTER_MILLIS = 60_000;

    private final String group;
    private final List<Deployment> deployments;
    private final RoutingSettings settings;
    private final Fleet fleet;
    private final Vertx vertx;
    private final Strategy strategy;
    private final Tags tags;
    private final Attempts attempts;
    private final Admission admission;

    /** The balancer of {@code group}. */
    public GroupBalancer(String group, GatewayConfig config, Fleet fleet, Vertx vertx) {
        this.group = group;
        this.deployments = config.groups().get(group);
        this.settings = config.routing();
        this.fleet = fleet;
        this.vertx = vertx;
        this.strategy = Strategy.of(settings.strategy());
        this.tags = new Tags(group, deployments, settings.tags());
        this.attempts = new Attempts(config, fleet);
        this.admission = new Admission(settings, fleet);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Call call = Call.of(exchange);
        call.setGroup(group);
        try {
            new Tries(exchange, callback, call, tags.admitted(exchange)).next();
        } catch (Failure failure) {
            exchange.setException(failure);
            callback.done(false);
        }
        return false;
    }

    /** One request's tries, one after another. */
    private final class Tries {

        private final Exchange exchange;
        private final AsyncCallback callback;
        private final Call call;
        private final Set<String> admitted;
        private final Set<String> failed = new HashSet<>();
        private final boolean sticks;
        private int count;

        Tries(Exchange exchange, AsyncCallback callback, Call call, Set<String> admitted) {
            this.exchange = exchange;
            this.callback = callback;
            this.call = call;
            this.admitted = admitted;
            this.sticks = deployments.size() > 1 && Rendezvous.sticks(call, settings.stickiness());
        }

        void next() {
            List<Candidate> healthy = healthy();
            if (healthy.isEmpty()) {
                List<Deployment> asked = deployments.stream().filter(each -> admitted.contains(each.id())).toList();
                exchange.setException(admission.refusal("the model " + group, asked, call.getPromptTokens()));
                callback.done(false);
                return;
            }
            List<Candidate> first = firstOrder(healthy);
            List<Candidate> best = settings.stickiness() == Stickiness.ALWAYS
                    ? first : strategy.best(first, call);
            if (!sticks) {
                attempt(best.size() == 1 ? best.get(0) : Rendezvous.draw(best, strategy.share(best)), null, null);
                return;
            }
            boolean always = settings.stickiness() == Stickiness.ALWAYS;
            String stay = fleet.affinity().deployment(group, call);
            String home = always || strategy.steady() ? home(always) : null;
            Candidate kept = stay == null ? null : among(always ? healthy : best, stay);
            Candidate chosen = kept != null ? kept : Rendezvous.choose(best, call, strategy.share(best));
            attempt(chosen, home, Affinity.word(chosen.deployment().id(), stay, home));
        }

        /** Where the conversation is as long as all is well. */
        private String home(boolean always) {
            List<Candidate> first = firstOrder(candidates(deployment -> admitted.contains(deployment.id())));
            List<Candidate> best = always ? first : strategy.best(first, call);
            return Rendezvous.choose(best, call, strategy.share(best)).deployment().id();
        }

        private List<Candidate> healthy() {
            return candidates(deployment -> admitted.contains(deployment.id()) && !failed.contains(deployment.id())
                    && admission.admits(deployment, call.getPromptTokens()));
        }

        private void attempt(Candidate chosen, String home, String affinity) {
            Deployment deployment = chosen.deployment();
            Attempt attempt = attempts.open(deployment);
            attempt.affinity(affinity);
            call.attempt(attempt);
            exchange.getMessage().setBody(call);
            chosen.output().process(exchange, doneSync -> {
                Exception thrown = exchange.getException();
                if (thrown == null) {
                    if (sticks && Rendezvous.cached(call)) {
                        fleet.affinity().answered(group, call, deployment.id(), home);
                    }
                    exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                        @Override
                        public void onDone(Exchange done) {
                            attempt.close();
                        }
                    });
                    callback.done(false);
                } else {
                    afterFailure(chosen, failure(thrown));
                }
            });
        }

        private void afterFailure(Candidate chosen, Failure failure) {
            call.attempt().fail(failure);
            if (Failure.FEATURE_REFUSED.equals(failure.code()) && count < MOST_LESSONS && !call.cancelled()) {
                again(0);
                return;
            }
            failed.add(chosen.deployment().id());
            Integer own = chosen.deployment().attempts().maxRetries();
            int retries = own != null ? own : settings.retries().after(Verdict.errorKind(failure), group);
            boolean goOn = !Verdict.clientsFault(failure, call.attempt()) && count < retries && !call.cancelled();
            if (goOn && !healthy().isEmpty()) {
                again(settings.retries().retryAfter().toMillis());
            } else if (goOn && !Verdict.hopeless(failure)) {
                failed.clear();
                long pause = pause(failure, count);
                if (healthy().isEmpty() || pause > LONGEST_RETRY_AFTER_MILLIS) {
                    fail(failure);
                } else {
                    again(pause);
                }
            } else {
                fail(failure);
            }
        }

        private void again(long pauseMillis) {
            exchange.setException(null);
            exchange.setRouteStop(false);
            call.countRetry();
            count++;
            if (pauseMillis <= 0) {
                next();
            } else {
                call.course().waits();
                long timer = vertx.setTimer(pauseMillis, over -> {
                    call.course().goesOn();
                    next();
                });
                call.onCancel(() -> {
                    if (vertx.cancelTimer(timer)) {
                        call.course().goesOn();
                        fail(Failure.of(FailureKind.CLIENT_LEFT, "The client has left."));
                    }
                });
            }
        }

        private void fail(Failure failure) {
            exchange.setException(Verdict.asSeenByClient(failure, call.attempt(), group));
            callback.done(false);
        }
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

    private List<Candidate> candidates(Predicate<Deployment> wanted) {
        AsyncProcessor[] outputs = doGetProcessors();
        List<Candidate> candidates = new ArrayList<>(outputs.length);
        for (int i = 0; i < outputs.length; i++) {
            Deployment deployment = deployments.get(i);
            if (wanted.test(deployment)) {
                candidates.add(new Candidate(deployment, fleet.health(deployment.id()), outputs[i]));
            }
        }
        return candidates;
    }

    private static Candidate among(List<Candidate> candidates, String deployment) {
        for (Candidate candidate : candidates) {
            if (candidate.deployment().id().equals(deployment)) {
                return candidate;
            }
        }
        return null;
    }

    private static List<Candidate> firstOrder(List<Candidate> candidates) {
        return candidates.size() == 1 ? candidates
                : Strategy.lowest(candidates, candidate -> candidate.deployment().selection().order());
    }

    private static Failure failure(Exception thrown) {
        // EIPs such as the splitter put an exception of their own around it.
        Failure failure = Failure.within(thrown);
        return failure != null ? failure
                : Failure.of(FailureKind.API_ERROR, "The gateway failed on the way to the provider.").withCause(thrown);
    }

    @Override
    public String toString() {
        return "GroupBalancer[" + group + ", " + settings.strategy().key() + "]";
    }
}
