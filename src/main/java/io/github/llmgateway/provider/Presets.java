package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import java.util.HashMap;
import java.util.Map;

/** The {@link Preset}s of all deployments that have one. Immutable. */
public final class Presets {

    private static final String EXTRA_BODY = "extra_body";

    private final Map<String, Preset> byDeployment = new HashMap<>();

    /**
     * Reads them.
     *
     * @param names the dialect in which parameters have the names that {@code litellm_params} use: OpenAI's
     * @throws IllegalArgumentException if a value is not as that dialect wants it: the message names line and key
     */
    public Presets(GatewayConfig config, Dialect names) {
        for (Deployment deployment : config.deployments()) {
            Map<String, Object> defaults = deployment.edits().defaults();
            if (!defaults.isEmpty()) {
                byDeployment.put(deployment.id(), preset(deployment, defaults, names));
            }
        }
    }

    /** A deployment's; one that changes nothing where it has none. */
    Preset of(Deployment deployment) {
        return byDeployment.getOrDefault(deployment.id(), Preset.NONE);
    }

    private static Preset preset(Deployment deployment, Map<String, Object> defaults, Dialect names) {
        ObjectNode body = Json.MAPPER.valueToTree(Secret.replaced(defaults, Secret::reveal));
        ObjectNode extra = body.remove(EXTRA_BODY) instanceof ObjectNode object ? object : Json.object();
        if (body.isEmpty()) {
            return new Preset(null, extra);
        }
        body.put("model", deployment.model()).putArray("messages");
        try {
            ChatRequest said = names.read(Json.bytes(body));
            return new Preset(said, extra);
        } catch (Failure wrong) {
            throw new IllegalArgumentException("line " + deployment.line() + ": litellm_params of "
                    + deployment.modelGroup() + ": " + wrong.getMessage(), wrong);
        }
    }
}
