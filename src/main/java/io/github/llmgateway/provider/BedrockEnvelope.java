package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.upstream.Outbound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator demands of a deployment on Bedrock, whatever the client says: {@code guardrailConfig} and
 * {@code performanceConfig}, by LiteLLM's names; and the {@linkplain BedrockTier service tier}. Converse takes them as fields, InvokeModel as headers (Amazon Bedrock API
 * Reference, {@code Converse} and {@code InvokeModel}).
 */
public final class BedrockEnvelope implements Envelope {

    private static final String OWN = "additionalModelRequestFields";
    private static final List<String> FIELDS = List.of("guardrailConfig", "performanceConfig");
    private static final Map<String, String> HEADERS = Map.of(
            "/guardrailConfig/guardrailIdentifier", "x-amzn-bedrock-guardrailidentifier",
            "/guardrailConfig/guardrailVersion", "x-amzn-bedrock-guardrailversion",
            "/guardrailConfig/trace", "x-amzn-bedrock-trace",
            "/performanceConfig/latency", "x-amzn-bedrock-performanceconfig-latency");

    private final Envelope payload;
    private final Outbound outbound;
    private final boolean headers;

    /** Around {@code payload}'s own envelope; {@code headers}: InvokeModel's way, else Converse's. */
    public BedrockEnvelope(Envelope payload, Outbound outbound, boolean headers) {
        this.payload = payload;
        this.outbound = outbound;
        this.headers = headers;
    }

    @Override
    public void seal(Call call, Target target, Edits edits) throws Failure {
        payload.seal(call, target, edits);
        Map<String, Object> parameters = outbound.deployment(call.attempt().deployment()).parameters();
        if (call.operation() != Operation.CHAT) {
            return;
        }
        tier(call, parameters, edits);
        if (call.outline().refusesThinking) {
            withoutThinking(call, edits);
        }
        if (FIELDS.stream().noneMatch(parameters::containsKey)) {
            return;
        }
        if (headers) {
            demanded(parameters).forEach(edits::header);
        } else {
            JsonNode demanded = tree(parameters);
            FIELDS.stream().filter(demanded::has).forEach(field -> edits.set(field, demanded.get(field)));
        }
    }

    /** The same as Anthropic's envelope does, for a client of Converse; what was translated has been written so. */
    private static void withoutThinking(Call call, Edits edits) {
        Outline.Field field = call.outline().field(OWN);
        if (field != null && Json.parse(call.content().copy(field.value(), field.end())) instanceof ObjectNode own
                && own.remove("thinking") != null) {
            if (own.isEmpty()) {
                edits.remove(OWN);
            } else {
                edits.set(OWN, own);
            }
            call.dropped().add("thinking");
        }
    }

    /** Converse's writer says a client's tier itself. */
    private void tier(Call call, Map<String, Object> parameters, Edits edits) {
        String asked = BedrockTier.asked(call);
        String tier = asked != null ? BedrockTier.named(asked) : BedrockTier.ofDeployment(parameters);
        if (headers) {
            edits.remove("service_tier");
            if (tier != null && (asked != null || !call.headers().contains(BedrockTier.HEADER))) {
                edits.header(BedrockTier.HEADER, tier);
            } else if (asked != null && tier == null && !asked.equals("auto")) {
                call.dropped().add("service_tier");
            }
        } else if (asked == null && tier != null) {
            edits.set("serviceTier", Json.object().put("type", tier));
        }
    }

    /** The same as headers by name, for what passes to InvokeModel as it came; empty where nothing is demanded. */
    public static Map<String, String> demanded(Map<String, Object> parameters) {
        Map<String, String> demanded = new HashMap<>();
        if (FIELDS.stream().anyMatch(parameters::containsKey)) {
            JsonNode tree = tree(parameters);
            HEADERS.forEach((place, name) -> {
                if (tree.at(place).isValueNode()) {
                    demanded.put(name, tree.at(place).asText());
                }
            });
        }
        return demanded;
    }

    private static JsonNode tree(Map<String, Object> parameters) {
        Map<String, Object> fields = new HashMap<>(parameters);
        fields.keySet().retainAll(FIELDS);
        return Json.MAPPER.valueToTree(Secret.replaced(fields, Secret::reveal));
    }
}
