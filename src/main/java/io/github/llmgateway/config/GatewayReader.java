package io.github.llmgateway.config;

import java.nio.file.Path;
import java.util.List;

/** Reads the sections of a document, in the order in which they need each other. */
final class GatewayReader {

    private final Section root;
    private final Findings findings;
    private final KnownKeys known = new KnownKeys();

    GatewayReader(Section root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    GatewayConfig read(String source, Path file) {
        readVariables();
        Section router = section("router_settings");
        Section litellm = section("litellm_settings");
        Section general = section("general_settings");
        Section gateway = section("gateway_settings");

        ServerReader server = new ServerReader(general, litellm, gateway);
        ListenSettings listen = new ListenReader(general, gateway, known).listen();
        AccessSettings access = server.access();
        LimitSettings limits = server.limits();
        UpstreamSettings upstream = new UpstreamReader(litellm, gateway).upstream();
        ModelListReader models = new ModelListReader(root, known, listen, access, upstream.trust());
        List<Deployment> deployments = models.read();
        RoutingReader routingReader = new RoutingReader(router, litellm, gateway, models.groups());
        RoutingSettings routing = routingReader.routing();
        List<String> drops = litellm.texts("additional_drop_params");
        TranslationSettings translation = new TranslationSettings(litellm.flag("drop_params", false),
                drops == null ? List.of() : drops, gateway.flag("inject_cache_points", false));
        BetaRules betas = new BetaRulesReader(findings, root.variables()).read(file);
        MediaSettings media = new MediaReader(litellm, gateway, known).media();
        // Each is asked for, so that none counts as unused.
        boolean verbose = litellm.flag("set_verbose", false) | router.flag("set_verbose", false);

        known.tellUnused(router, "router_settings");
        known.tellUnused(litellm, "litellm_settings");
        known.tellUnused(general, "general_settings");
        known.tellUnused(gateway, "gateway_settings");
        known.tellUnused(root, "file");
        return findings.hasErrors()
                ? null
                : new GatewayConfig(
                        source, deployments, routing, access, listen, limits, upstream, translation, betas,
                        media, verbose);
    }

    // One that cannot be had is missed where it is used, if it is.
    private void readVariables() {
        Section variables = root.section("environment_variables");
        if (variables != null) {
            for (String name : variables.keys()) {
                String value = variables.unneeded().written(name);
                if (value != null) {
                    root.variables().set(name, value);
                }
            }
        }
        if (root.has("include")) {
            root.error("include", "only a file can include others", "remove it");
        }
    }

    private Section section(String key) {
        Section section = root.section(key);
        return section == null ? Section.absent(root, key) : section;
    }
}
