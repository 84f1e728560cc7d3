package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Place;
import java.util.function.Predicate;

/**
 * What a client says in {@code additionalModelRequestFields}, where each maker has fields of its own: Claude's {@code
 * thinking} and {@code top_k}, Nova's {@code inferenceConfig.topK} and {@code reasoningConfig}, gpt-oss' {@code
 * reasoning_effort}, Qwen's {@code reasoning_config} (Amazon Bedrock User Guide, "Inference request parameters";
 * Amazon Nova User Guide, "Using the Converse API"). Bedrock takes any JSON there, so what has another shape is no
 * error but stays in the rest.
 *
 * @param rest what has no neutral form; never null
 */
record ModelFields(Integer topK, Reasoning reasoning, Boolean parallelTools, ObjectNode rest) {

    /** The field's name. */
    static final String NAME = "additionalModelRequestFields";

    static ModelFields read(Place place) throws Failure {
        if (place.absent()) {
            return new ModelFields(null, null, null, Json.object());
        }
        ObjectNode rest = (ObjectNode) place.object().node().deepCopy();
        Integer topK = integer(rest, "top_k");
        if (topK == null) {
            topK = integer(inner(rest, "inferenceConfig"), "topK");
        }
        JsonNode parallel = take(inner(rest, "tool_choice"), "disable_parallel_tool_use", JsonNode::isBoolean);
        ModelFields read = new ModelFields(topK, reasoning(rest), parallel == null ? null : !parallel.booleanValue(),
                rest);
        for (String emptied : new String[] {"inferenceConfig", "output_config"}) {
            if (rest.path(emptied).isObject() && rest.get(emptied).isEmpty()) {
                rest.remove(emptied);
            }
        }
        if (parallel != null) {
            // What is left of it repeats toolConfig.
            rest.remove("tool_choice");
        }
        return read;
    }

    private static Reasoning reasoning(ObjectNode rest) {
        JsonNode effort = take(rest, "reasoning_effort", JsonNode::isTextual);
        effort = effort != null ? effort : take(rest, "reasoning_config", JsonNode::isTextual);
        effort = effort != null ? effort : take(inner(rest, "output_config"), "effort", JsonNode::isTextual);
        String said = effort == null ? null : effort.textValue();
        JsonNode nova = take(rest, "reasoningConfig", JsonNode::isObject);
        if (nova != null) {
            return nova.path("type").asText().equals("disabled")
                    ? new Reasoning(Reasoning.Mode.DISABLED, null, null, null)
                    : new Reasoning(null, null, nova.path("maxReasoningEffort").asText("medium"), null);
        }
        for (String name : new String[] {"thinking", "reasoning_config"}) {
            JsonNode thinking = rest.path(name);
            Reasoning.Mode mode = switch (thinking.path("type").asText()) {
                case "enabled" -> Reasoning.Mode.ENABLED;
                case "adaptive" -> Reasoning.Mode.ADAPTIVE;
                case "disabled" -> Reasoning.Mode.DISABLED;
                default -> null;
            };
            if (mode != null) {
                rest.remove(name);
                JsonNode budget = thinking.path("budget_tokens");
                return new Reasoning(mode, budget.canConvertToInt() && budget.isNumber() ? budget.intValue() : null,
                        said, thinking.path("display").asText(null));
            }
        }
        return said == null ? null : new Reasoning(null, null, said, null);
    }

    private static ObjectNode inner(ObjectNode object, String name) {
        return object.get(name) instanceof ObjectNode inner ? inner : Json.object();
    }

    private static Integer integer(ObjectNode object, String name) {
        JsonNode value = take(object, name, node -> node.isIntegralNumber() && node.canConvertToInt());
        return value == null ? null : value.intValue();
    }

    private static JsonNode take(ObjectNode object, String name, Predicate<JsonNode> shape) {
        JsonNode value = object.get(name);
        if (value == null || !shape.test(value)) {
            return null;
        }
        object.remove(name);
        return value;
    }
}
