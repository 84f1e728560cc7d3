package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import java.util.List;

/**
 * Around an Anthropic payload. Sources: Anthropic API reference ("Versions", "Beta headers"); Amazon Bedrock user guide,
 * "Anthropic Claude Messages API"; Vertex AI, "Use Claude models".
 */
public enum AnthropicEnvelope implements Envelope {

    /** Model and stream stand in the body, version and betas in headers. */
    DIRECT {
        @Override
        public void seal(Call call, Target target, Edits edits) {
            edits.set("model", target.model());
            stream(call, edits);
            edits.remove("anthropic_version");
            if (call.outline().field("anthropic_beta") != null) {
                betasAsHeader(call, edits);
            }
        }
    },

    /** Model and stream stand in the path, version and betas in the body. */
    BEDROCK {
        @Override
        public void seal(Call call, Target target, Edits edits) {
            edits.remove("model");
            edits.remove("stream");
            edits.set("anthropic_version", "bedrock-2023-05-31");
            List<String> betas = Betas.of(call);
            if (betas.isEmpty()) {
                edits.remove("anthropic_beta");
            } else {
                ArrayNode list = Json.MAPPER.createArrayNode();
                betas.forEach(list::add);
                edits.set("anthropic_beta", list);
            }
            edits.header("anthropic-beta", "");
            edits.header("anthropic-version", "");
        }
    },

    /** The model stands in the path (of a count in the body), the version in the body, betas in a header. */
    VERTEX {
        @Override
        public void seal(Call call, Target target, Edits edits) {
            if (call.operation() == Operation.COUNT_TOKENS) {
                edits.set("model", target.model());
            } else {
                edits.remove("model");
                stream(call, edits);
            }
            edits.set("anthropic_version", "vertex-2023-10-16");
            edits.header("anthropic-version", "");
            betasAsHeader(call, edits);
        }
    };

    /** A client whose path says it has not said it in the body. */
    private static void stream(Call call, Edits edits) {
        if (call.isStream() && call.outline().field("stream") == null) {
            edits.set("stream", BooleanNode.TRUE);
        }
    }

    private static void betasAsHeader(Call call, Edits edits) {
        edits.remove("anthropic_beta");
        edits.header("anthropic-beta", String.join(",", Betas.of(call)));
    }
}
