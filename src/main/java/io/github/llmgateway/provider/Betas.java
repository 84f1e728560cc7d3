package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The betas that an Anthropic client asks for, in its header or, as on Bedrock, in its body. */
final class Betas {

    private Betas() {
    }

    /** Each once, in the client's order; empty for a client of another dialect. */
    static List<String> of(Call call) {
        Set<String> betas = new LinkedHashSet<>();
        for (String header : call.headers().getAll("anthropic-beta")) {
            for (String beta : header.split(",")) {
                if (!beta.isBlank()) {
                    betas.add(beta.strip());
                }
            }
        }
        Outline.Field field = call.outline().field("anthropic_beta");
        if (field != null) {
            JsonNode list = Json.parse(call.content().copy(field.value(), field.end()));
            if (list != null) {
                list.forEach(beta -> betas.add(beta.asText()));
            }
        }
        return new ArrayList<>(betas);
    }
}
