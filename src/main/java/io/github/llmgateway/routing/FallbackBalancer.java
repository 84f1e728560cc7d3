package io.github.llmgateway.routing;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Fallbacks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.processor.loadbalancer.LoadBalancerSupport;

/**
 * The load balancer above a model group: the first output is the group itself, the others are the models that stand in
 * for it, in the order of {@link #outputs}. Which of them are asked depends on why the group failed. Nothing is asked
 * twice, and nobody once a byte has gone to the client.
 */
public final class FallbackBalancer extends LoadBalancerSupport {

    /** The exchange property with the models asked so far, those of the chains above included. */
    private static final String ASKED = "modelsAsked";

    private final String group;
    private final List<String> outputs;
    private final List<String> onError;
    private final List<String> onContextWindow;
    private final List<String> onContentPolicy;
    private final int max;

    /** The balancer of {@code group}. */
    public FallbackBalancer(String group, Fallbacks fallbacks) {
        this.group = group;
        this.max = fallbacks.max();
        this.onError = of(fallbacks.onError(), fallbacks.otherwise());
        this.onContextWindow = fallbacks.contextWindow().isEmpty() ? onError : of(fallbacks.contextWindow(), List.of());
        this.onContentPolicy = fallbacks.contentPolicy().isEmpty() ? onError : of(fallbacks.contentPolicy(), List.of());
        LinkedHashSet<String> all = new LinkedHashSet<>(onError);
        all.addAll(onContextWindow);
        all.addAll(onContentPolicy);
        this.outputs = List.copyOf(all);
    }

    private List<String> of(Map<String, List<String>> byGroup, List<String> otherwise) {
        List<String> own = byGroup.get(group);
        if (own == null) {
            own = byGroup.getOrDefault("*", otherwise);
        }
        return own.stream().filter(each -> !each.equals(group)).toList();
    }

    /** The models behind the outputs after the first. */
    public List<String> outputs() {
        return outputs;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        asked(exchange).add(group);
        ask(exchange, callback, 0, new ArrayList<>(), null);
        return false;
    }

    @SuppressWarnings("unchecked")
    private static Set<String> asked(Exchange exchange) {
        Set<String> asked = (Set<String>) exchange.getProperty(ASKED);
        if (asked == null) {
            asked = new HashSet<>(4);
            exchange.setProperty(ASKED, asked);
        }
        return asked;
    }

    private void ask(Exchange exchange, AsyncCallback callback, int output, List<String> waiting, Failure before) {
        doGetProcessors()[output].process(exchange, doneSync -> {
            Call call = Call.of(exchange);
            if (exchange.getException() instanceof Failure failure && !call.cancelled()) {
                // A stand-in that the request's tags rule out says nothing of why there is no answer.
                Failure told = before != null && Tags.NONE.equals(failure.code()) ? before : failure;
                exchange.setException(told);
                List<String> next = output == 0 ? new ArrayList<>(standIns(failure, call.attempt())) : waiting;
                next.removeAll(asked(exchange));
                if (!next.isEmpty() && call.fallbacks() < max) {
                    exchange.setException(null);
                    exchange.setRouteStop(false);
                    exchange.getMessage().setBody(call);
                    call.countFallback();
                    ask(exchange, callback, 1 + outputs.indexOf(next.remove(0)), next, told);
                    return;
                }
            }
            callback.done(false);
        });
    }

    private List<String> standIns(Failure failure, Attempt attempt) {
        if (attempt != null && Verdict.clientsFault(failure, attempt) && !Verdict.clientsFault(failure)) {
            // What a client's own account is refused, nobody else pays for.
            return List.of();
        }
        return switch (failure.kind()) {
            case CONTEXT_WINDOW -> onContextWindow;
            case CONTENT_POLICY -> onContentPolicy;
            case INVALID_REQUEST, TOO_LARGE, METHOD, NOT_SUPPORTED -> List.of();
            default -> onError;
        };
    }

    @Override
    public String toString() {
        return "FallbackBalancer[" + group + " -> " + outputs + "]";
    }
}
