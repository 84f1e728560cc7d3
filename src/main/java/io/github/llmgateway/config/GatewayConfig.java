package io.github.llmgateway.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole configuration, checked: names resolve, no fallback runs in a circle, at least one deployment is usable.
 *
 * @param source      the file, or the name given for a text
 * @param deployments the usable deployments in the order of the file, at least one
 * @param routing     how a request finds its deployment, and what happens when that fails
 * @param access      who may call
 * @param listen      where the gateway listens
 * @param limits      what a client may send
 * @param upstream    how providers are called
 * @param translation what happens where dialects differ
 * @param betas       what becomes of an Anthropic client's betas at other providers
 * @param media       pictures and documents that clients give by their addresses
 * @param verbose     whether debug logging was asked for ({@code set_verbose})
 */
public record GatewayConfig(
        String source,
        List<Deployment> deployments,
        RoutingSettings routing,
        AccessSettings access,
        ListenSettings listen,
        LimitSettings limits,
        UpstreamSettings upstream,
        TranslationSettings translation,
        BetaRules betas,
        MediaSettings media,
        boolean verbose) {

    public GatewayConfig {
        deployments = List.copyOf(deployments);
    }

    /** The deployments by {@code model_name}, groups and members in the order of the file. */
    public Map<String, List<Deployment>> groups() {
        Map<String, List<Deployment>> groups = new LinkedHashMap<>();
        for (Deployment deployment : deployments) {
            groups.computeIfAbsent(deployment.modelGroup(), name -> new ArrayList<>()).add(deployment);
        }
        groups.replaceAll((name, members) -> List.copyOf(members));
        return Collections.unmodifiableMap(groups);
    }
}
