package io.github.llmgateway.routing;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.processor.loadbalancer.LoadBalancer;

/**
 * Makes two routes of each model group out of the templates in {@code models.yaml}: the group, whose load balancer has
 * its deployments as outputs, and above it the model, whose load balancer has the group and its fallbacks. A template
 * cannot loop, so the outputs are added here.
 */
public final class GroupRoutes {

    /** The template of a model. */
    public static final String MODEL = "model";
    /** The template of a model's group. */
    public static final String GROUP = "model-group";

    private static final String NAME = "name";

    private final GatewayConfig config;
    private final Fleet fleet;
    private final Vertx vertx;

    /** Routes for the groups of {@code config}. */
    public GroupRoutes(GatewayConfig config, Fleet fleet, Vertx vertx) {
        this.config = config;
        this.fleet = fleet;
        this.vertx = vertx;
    }

    /**
     * Adds the routes that are not there yet; the context must have the templates {@link #MODEL} and {@link #GROUP}.
     */
    public void addTo(CamelContext context) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        model.addRouteTemplateDefinitionConverter(MODEL, this::convert);
        model.addRouteTemplateDefinitionConverter(GROUP, this::convert);
        for (String group : config.groups().keySet()) {
            add(model, GROUP, group, new GroupBalancer(group, config, fleet, vertx));
            add(model, MODEL, group, new FallbackBalancer(group, config.routing().fallbacks()));
        }
    }

    /** Takes the routes away, so that changed templates can make new ones. */
    public void removeFrom(CamelContext context) throws Exception {
        for (String group : config.groups().keySet()) {
            for (String id : List.of(MODEL + ":" + group, GROUP + ":" + group)) {
                context.getRouteController().stopRoute(id);
                context.removeRoute(id);
            }
        }
    }

    private static void add(ModelCamelContext context, String template, String group, LoadBalancer balancer)
            throws Exception {
        if (context.getRouteDefinition(template + ":" + group) != null) {
            return;
        }
        RouteTemplateContext instance = new DefaultRouteTemplateContext(context);
        instance.setParameter(NAME, LlmComponent.path(group));
        instance.bind("balancer", LoadBalancer.class, balancer);
        context.addRouteFromTemplate(template + ":" + group, template, null, instance);
    }

    private RouteDefinition convert(RouteTemplateDefinition template, Map<String, Object> parameters) throws Exception {
        RouteDefinition route = template.asRouteDefinition();
        String path = (String) parameters.get(NAME);
        for (String group : config.groups().keySet()) {
            if (LlmComponent.path(group).equals(path)) {
                List<String> outputs = template.getId().equals(GROUP) ? deployments(group) : standIns(group);
                LoadBalanceDefinition balance = loadBalance(route.getOutputs(), template.getId());
                outputs.forEach(uri -> balance.addOutput(new ToDefinition(uri)));
            }
        }
        return route;
    }

    private List<String> deployments(String group) {
        return config.groups().get(group).stream().map(GroupRoutes::kamelet).toList();
    }

    private static String kamelet(Deployment deployment) {
        return "kamelet:" + deployment.api().kamelet() + "/" + LlmComponent.path(deployment.id()).replace('/', '_') + "?deployment=RAW("
                + deployment.id() + ")";
    }

    private List<String> standIns(String group) {
        List<String> outputs = new ArrayList<>();
        outputs.add("direct:group/" + LlmComponent.path(group));
        for (String model : new FallbackBalancer(group, config.routing().fallbacks()).outputs()) {
            outputs.add("llm:" + LlmComponent.path(model));
        }
        return outputs;
    }

    private static LoadBalanceDefinition loadBalance(List<ProcessorDefinition<?>> outputs, String template) {
        for (ProcessorDefinition<?> output : outputs) {
            if (output instanceof LoadBalanceDefinition balance) {
                return balance;
            }
            LoadBalanceDefinition nested = output.getOutputs().isEmpty() ? null
                    : loadBalance(output.getOutputs(), null);
            if (nested != null) {
                return nested;
            }
        }
        if (template == null) {
            return null;
        }
        throw new IllegalArgumentException("models.yaml: the template " + template + " has no loadBalance step");
    }
}
