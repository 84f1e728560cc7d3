package io.github.llmgateway.routing;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.ModelAlias;
import io.github.llmgateway.config.Nearest;
import io.github.llmgateway.config.Wildcard;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Finds the group for a model's name: itself, its alias, the longest wildcard that fits, the first group whose
 * deployment has that name at its provider (as clients of Bedrock and Vertex ask). A name that nobody knows is
 * refused with the nearest that somebody does. What a rule of the route has put into the exchange property
 * {@code group} is looked up in the place of what the client asked for.
 */
public final class ModelResolver implements Processor, NonBlocking {

    /** The exchange property by which a rule of the route names a group, an alias or a model. */
    private static final String GROUP = "group";
    /** What Claude Code puts behind a model's name when it wants a window of a million tokens. */
    private static final String LARGE_WINDOW = "[1m]";

    private final GatewayConfig config;
    private final Map<String, List<Deployment>> groups;
    private final List<String> wildcards;
    /** The group of the first deployment that has this name at its provider, with and without the provider's own. */
    private final Map<String, String> byOwnName = new HashMap<>();

    /** Resolves among the groups of {@code config}. */
    public ModelResolver(GatewayConfig config) {
        this.config = config;
        this.groups = config.groups();
        this.wildcards = groups.keySet().stream().filter(Wildcard::is)
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
        for (Deployment deployment : config.deployments()) {
            if (!Wildcard.is(deployment.model())) {
                byOwnName.putIfAbsent(deployment.model(), deployment.modelGroup());
                byOwnName.putIfAbsent(deployment.provider() + "/" + deployment.model(), deployment.modelGroup());
            }
        }
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Call call = Call.of(exchange);
        String ruled = exchange.getProperty(GROUP, String.class);
        call.setGroup(group(ruled != null ? ruled : call.getGroup() != null ? call.getGroup() : call.getModel()));
    }

    /** The group that answers for {@code model}; {@code NOT_FOUND} names the nearest. */
    public String group(String model) throws Failure {
        String group = known(model);
        if (group == null && model.endsWith(LARGE_WINDOW)) {
            group = known(model.substring(0, model.length() - LARGE_WINDOW.length()));
        }
        if (group == null) {
            throw unknown(model);
        }
        return group;
    }

    /** The group that answers for {@code model}; null: nobody knows it. */
    public String known(String model) {
        if (groups.containsKey(model)) {
            return model;
        }
        ModelAlias alias = config.routing().aliases().get(model);
        String name = alias == null ? model : alias.target();
        if (groups.containsKey(name)) {
            return name;
        }
        for (String wildcard : wildcards) {
            if (Wildcard.fits(wildcard, name)) {
                return wildcard;
            }
        }
        return byOwnName.get(name);
    }

    private Failure unknown(String model) {
        Set<String> known = new LinkedHashSet<>(groups.keySet());
        known.addAll(config.routing().aliases().keySet());
        String nearest = Nearest.to(shorten(model), known).orElse(null);
        return Failure.of(FailureKind.NOT_FOUND, "The model '" + shorten(model) + "' is not known here."
                + (nearest == null ? "" : " Did you mean '" + nearest + "'?") + " GET /v1/models lists what is.")
                .withParam("model").withCode("model_not_found");
    }

    private static String shorten(String model) {
        return model.length() <= 100 ? model : model.substring(0, 100) + "…";
    }
}
