package io.github.llmgateway.gateway;

import io.github.llmgateway.config.ConfigReading;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.UpstreamSettings;
import io.github.llmgateway.routing.GroupRoutes;
import io.github.llmgateway.routing.LlmComponent;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ContextReloadStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.SimpleRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway in somebody else's Camel context. When the context starts it reads the configuration, whose errors stop
 * the start, binds its beans and adds the routes of the model groups; the doors come with the routes that are loaded.
 * What Camel's own reload takes away or makes stale it adds again.
 */
final class Guest extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger("llm-gateway");

    private final Set<String> bound = new HashSet<>();
    /** The ways out of this configuration, last, and of those before that may still have streams. */
    private final List<UpstreamSettings> inUse = new CopyOnWriteArrayList<>();
    private Configuration source;
    private volatile List<String> files = List.of();
    private Lasting lasting;
    private HostServer server;
    private ExecutorService workers;
    private Watcher watcher;
    private Templates templates;
    private GroupRoutes groups;

    @Override
    public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
        if (context.getRegistry().lookupByName(Generation.OWN) != null) {
            return;
        }
        try {
            moveIn(context);
        } catch (Exception e) {
            onContextStopped(context);
            throw new VetoCamelContextStartException("The LLM gateway does not start: " + Reason.of(e), e, context,
                    true);
        }
    }

    private void moveIn(CamelContext context) throws Exception {
        source = Configuration.of(context);
        GatewayConfig config = read();
        workers = Workers.create();
        server = new HostServer(context, workers);
        server.refuseOpenDoors(config);
        lasting = server.lasting();
        bind(context, LlmComponent.WORKERS, workers);
        AnswerConversion.addTo(context.getTypeConverterRegistry());
        context.getCamelContextExtension().addInterceptStrategy(new OffLoop(workers));
        templates = new Templates((ModelCamelContext) context);
        use(context, config);
        addGroups(context);
        ((ModelCamelContext) context).addModelLifecycleStrategy(templates);
        context.getManagementStrategy().addEventNotifier(new Reloads(context));
        if (source.file().isPresent() && context.hasService(ContextReloadStrategy.class) != null) {
            watcher = new Watcher(() -> source.present(files), () -> reload(context));
        }
        LOG.info("LLM gateway with {} ({} models, {} deployments){}", source.name(), config.groups().size(),
                config.deployments().size(), server.hasDoors() ? "" : ", for llm: endpoints, without doors");
    }

    private GatewayConfig read() throws IOException {
        ConfigReading reading = source.read();
        files = reading.files();
        Main.tell(reading);
        return reading.config().orElseThrow(() -> new IllegalArgumentException(source.name() + " has "
                + reading.errors().size() + " error(s): " + reading.errors().stream().map(Object::toString)
                .collect(Collectors.joining("; "))));
    }

    private void use(CamelContext context, GatewayConfig config) {
        lasting.use(config);
        inUse.add(config.upstream());
        SimpleRegistry beans = new SimpleRegistry();
        Beans.bind(beans, config, lasting);
        beans.forEach((name, byType) -> byType.values().forEach(bean -> bind(context, name, bean)));
        server.join(config);
        groups = beans.lookupByNameAndType("group-routes", GroupRoutes.class);
    }

    /** Binds a bean of ours; one of the same name that the application has keeps its place. */
    private void bind(CamelContext context, String name, Object bean) {
        if (bound.contains(name) || context.getRegistry().lookupByName(name) == null) {
            bound.add(name);
            context.getRegistry().bind(name, bean);
        } else {
            LOG.info("The application's bean {} takes the place of the gateway's", name);
        }
    }

    private synchronized void addGroups(CamelContext context) throws Exception {
        templates.addMissing();
        if (templates.edited()) {
            groups.removeFrom(context);
        }
        groups.addTo(context);
    }

    /** The configuration was edited: Camel starts the same routes anew, with new beans. */
    private void reload(CamelContext context) {
        try {
            GatewayConfig config = read();
            server.refuseOpenDoors(config);
            UpstreamSettings before = inUse.get(inUse.size() - 1);
            use(context, config);
            lasting.vertx().setTimer(Gateway.LONGEST_STREAM.toMillis(), drained -> {
                inUse.remove(before);
                lasting.clients().retain(Set.copyOf(inUse));
            });
            context.hasService(ContextReloadStrategy.class).onReload(source.name());
        } catch (Exception e) {
            LOG.error("The change is refused, the version before goes on serving: {}", Reason.of(e));
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        if (watcher != null) {
            watcher.close();
        }
        if (workers != null) {
            workers.shutdown();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public String toString() {
        return "LLM gateway";
    }

    /** Camel has taken all routes made from templates away and started the others anew. */
    private final class Reloads extends SimpleEventNotifierSupport {

        private final CamelContext context;

        Reloads(CamelContext context) {
            this.context = context;
            setIgnoreExchangeEvents(true);
        }

        @Override
        public void notify(CamelEvent event) throws Exception {
            if (event instanceof CamelEvent.RouteReloadedEvent route && route.getIndex() == route.getTotal()
                    || event instanceof CamelEvent.CamelContextReloadedEvent) {
                addGroups(context);
            }
        }
    }
}
