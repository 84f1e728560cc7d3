package io.github.llmgateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The models that a client of Amazon Bedrock may ask for, as inference profiles (Amazon Bedrock API Reference,
 * {@code ListInferenceProfiles}): the groups, and the names that deployments on Bedrock have there.
 */
public final class InferenceProfiles implements Processor, NonBlocking {

    private final byte[] list;

    /** Lists the models of {@code config}; wildcards name no model, so they are left out. */
    public InferenceProfiles(GatewayConfig config) {
        Set<String> models = new LinkedHashSet<>(config.groups().keySet());
        for (Deployment deployment : config.deployments()) {
            if (deployment.provider().equals("bedrock")) {
                models.add(deployment.model());
            }
        }
        models.removeIf(name -> name.indexOf('*') >= 0);
        ObjectNode answer = Json.object();
        ArrayNode profiles = answer.putArray("inferenceProfileSummaries");
        for (String model : models) {
            ObjectNode profile = profiles.addObject().put("inferenceProfileId", model).put("inferenceProfileName", model)
                    .put("inferenceProfileArn", model).put("status", "ACTIVE").put("type", "SYSTEM_DEFINED");
            profile.putArray("models").addObject().put("modelArn", model);
        }
        list = Json.bytes(answer);
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(Answer.json(200, list));
    }
}
