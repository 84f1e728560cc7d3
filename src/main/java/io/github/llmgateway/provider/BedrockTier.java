package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Map;

/**
 * Bedrock's service tier: what the client says in any dialect, else the deployment's {@code serviceTier} (LiteLLM's name in
 * Converse's form) or {@code service_tier}. Source: Amazon Bedrock API Reference, {@code ServiceTier} (priority, default,
 * flex, reserved) and the header of {@code InvokeModel}.
 */
final class BedrockTier {

    /** InvokeModel's header. */
    static final String HEADER = "x-amzn-bedrock-service-tier";

    private static final List<String> FIELDS = List.of("serviceTier", "service_tier");
    private static final List<String> TIERS = List.of("priority", "default", "flex", "reserved");

    private BedrockTier() {
    }

    /** What the client says, in its own words; null: nothing. */
    static String asked(Call call) {
        for (String name : FIELDS) {
            Outline.Field field = call.outline().field(name);
            if (field != null) {
                return word(Json.parse(call.content().copy(field.value(), field.end())));
            }
        }
        return null;
    }

    /** What the operator says, which goes to Bedrock as it stands; null: nothing. */
    static String ofDeployment(Map<String, Object> parameters) {
        for (String name : FIELDS) {
            if (parameters.get(name) != null) {
                return word(Json.MAPPER.valueToTree(parameters.get(name)));
            }
        }
        return null;
    }

    /** Bedrock's word for a client's; null: it has none. */
    static String named(String tier) {
        return TIERS.contains(tier) ? tier : "standard_only".equals(tier) ? "default" : null;
    }

    private static String word(JsonNode said) {
        JsonNode word = said != null && said.isObject() ? said.path("type") : said;
        return word != null && word.isTextual() ? word.textValue() : null;
    }
}
