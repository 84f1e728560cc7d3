package io.github.llmgateway.gateway;

import io.github.llmgateway.routing.GroupRoutes;
import java.util.List;
import java.util.Set;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * The templates of models and groups in an application's context: the shipped ones where it has loaded none, and the
 * edited ones where Camel's reload has loaded them anew.
 */
final class Templates extends ModelLifecycleStrategySupport {

    private static final String SHIPPED = "classpath:routes/models.yaml";
    private static final Set<String> OURS = Set.of(GroupRoutes.MODEL, GroupRoutes.GROUP);

    private final ModelCamelContext context;
    private boolean edited;

    Templates(ModelCamelContext context) {
        this.context = context;
    }

    /** Adds the templates that are missing, and no route that stands beside them. */
    void addMissing() throws Exception {
        if (has(GroupRoutes.MODEL) && has(GroupRoutes.GROUP)) {
            return;
        }
        Resource shipped = PluginHelper.getResourceLoader(context).resolveResource(SHIPPED);
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(shipped)) {
            RouteBuilder routes = (RouteBuilder) builder;
            routes.configureRoutes(context);
            for (RouteTemplateDefinition template : routes.getRouteTemplateCollection().getRouteTemplates()) {
                if (!has(template.getId())) {
                    // Without a source, Camel's reload does not load the rest of the file beside it.
                    template.setResource(null);
                    context.addRouteTemplateDefinitions(List.of(template));
                }
            }
        }
    }

    /** Whether a template has been edited since this was last asked. */
    boolean edited() {
        boolean answer = edited;
        edited = false;
        return answer;
    }

    /** Camel keeps a template's first version beside its next, and goes on using the first. */
    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
        RouteTemplateDefinition before = context.getRouteTemplateDefinition(template.getId());
        if (before != null && before != template && OURS.contains(template.getId())) {
            try {
                context.removeRouteTemplateDefinition(before);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeException(e);
            }
            edited = true;
        }
    }

    private boolean has(String template) {
        return context.getRouteTemplateDefinition(template) != null;
    }
}
