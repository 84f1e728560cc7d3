package io.github.llmgateway.provider;

import io.github.llmgateway.body.CachePlaces;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.CachePoint;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Marks the prompt of a client that sets no cache marks, so that the provider keeps what will come again: where the
 * deployment's {@code cache_control_injection_points} say, else, with {@code inject_cache_points}, behind tools, system
 * prompt and last message. Stands before the writer of a provider whose cache wants marks. Left alone are requests with
 * a mark of the client's own, Claude Code's, which knows best, and prompts too short to be cached.
 */
public final class CachePoints implements Processor, NonBlocking {

    /** Anthropic's bound for one request. */
    private static final int MOST = 4;
    private static final int FIVE_MINUTES = 300;
    private static final int ONE_HOUR = 3600;

    private final Outbound outbound;
    private final GatewayConfig config;

    /** Marks by the settings of {@code config}. */
    public CachePoints(Outbound outbound, GatewayConfig config) {
        this.outbound = outbound;
        this.config = config;
    }

    @Override
    public void process(Exchange exchange) {
        Call call = Call.of(exchange);
        if (call == null || call.attempt() == null || call.operation() != Operation.CHAT) {
            return;
        }
        Deployment deployment = outbound.deployment(call.attempt().deployment());
        List<CachePoint> points = points(deployment);
        Outline outline = call.outline();
        if (points.isEmpty() || outline.cacheTtlSeconds > 0 || outline.cachesItself || claudeCode(call)
                || call.getPromptTokens() < shortest(deployment.model(call.getModel()))) {
            return;
        }
        Attempt attempt = call.attempt();
        int seconds = points.stream().anyMatch(point -> "1h".equals(point.ttl())) ? ONE_HOUR : FIVE_MINUTES;
        if (outline.cachePlaces != null) {
            attempt.cachePoints(splice(outline.cachePlaces, points, attempt.splices()), seconds);
        }
        attempt.rewriting(said -> {
            MarkedConversation marked = new MarkedConversation(said, MOST);
            points.forEach(marked::mark);
            attempt.cachePoints(marked.marks(), seconds);
            return marked.conversation();
        });
    }

    private List<CachePoint> points(Deployment deployment) {
        List<CachePoint> own = deployment.edits().cachePoints();
        return own != null ? own : config.translation().injectCachePoints() ? CachePoint.USUAL : List.of();
    }

    private static boolean claudeCode(Call call) {
        String agent = call.headers().get(HttpHeaders.USER_AGENT);
        return agent != null && agent.startsWith("claude-cli/");
    }

    /** Adds the changes; returns how many marks they make. */
    private static int splice(CachePlaces places, List<CachePoint> points, List<Splice> splices) {
        Set<Integer> marked = new HashSet<>();
        for (CachePoint point : points) {
            List<Splice> mark = switch (point.place()) {
                case TOOLS -> places.tools(point.ttl());
                case SYSTEM -> places.system(point.ttl());
                case MESSAGE -> places.message(point.index(), point.ttl());
                case LAST_OF_USER -> places.last(true, point.ttl());
                case LAST_OF_ASSISTANT -> places.last(false, point.ttl());
            };
            if (!mark.isEmpty() && marked.size() < MOST && marked.add(mark.get(0).start())) {
                splices.addAll(mark);
            }
        }
        return marked.size();
    }

    /**
     * The shortest prompt that the provider caches, in tokens (docs.claude.com, "Prompt caching", "Cache limitations").
     * A mark on a shorter one is without effect.
     */
    private static int shortest(String model) {
        if (model.contains("haiku-4-5") || model.contains("opus-4-5") || model.contains("opus-4-6")
                || model.contains("opus-4-7")) {
            return 4096;
        }
        return model.contains("haiku") ? 2048 : 1024;
    }
}
