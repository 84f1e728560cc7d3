package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.Set;

/**
 * Writes a conversation as a Converse request (Amazon Bedrock API reference, {@code Converse}); model and stream are
 * the path's. CountTokens takes a part of it, wrapped.
 *
 * <p>A schema for the answer goes into {@code outputConfig} (Amazon Bedrock User Guide, "Get validated JSON results
 * from models"), which Nova does not take: there it is a loss, for a forced tool in its stead would make an answer of
 * another shape. Any JSON object is asked for in words.
 */
final class ConverseWriter {

    private static final Set<String> OWN = Set.of(ModelFields.NAME, "additionalModelResponseFieldPaths",
            "guardrailConfig", "performanceConfig", "promptVariables", "requestMetadata");
    /** Members of other formats without which an answer would mean something else. */
    private static final Set<String> MEANT = Set.of("mcp_servers", "container", "web_search_options", "modalities",
            "audio", "response_format");
    private static final String JSON_ONLY =
            "Answer with one JSON object and nothing else: no introduction, no explanation, no code fence.";
    private static final String NO_TOOLS = "Do not call any tool now. Answer with text.";

    private final ChatRequest request;
    private final Target target;
    private final Family family;
    private final Losses losses = new Losses();
    private final ObjectNode body = Json.object();

    private ConverseWriter(ChatRequest request, Target target) {
        this.request = request;
        this.target = target;
        this.family = Family.of(target.base());
    }

    static Written write(ChatRequest request, Target target) {
        return new ConverseWriter(request, target).written();
    }

    private Written written() {
        BlockWriter blocks = new BlockWriter(target.base(), losses);
        ToolWriter tools = new ToolWriter(request, family, blocks, losses);
        ObjectNode toolConfig = tools.write();
        conversation(blocks, tools.forbidInWords);
        ParameterWriter parameters = new ParameterWriter(request, target, losses);
        parameters.write();
        if (!tools.claudesOwn.isEmpty()) {
            parameters.own.set("tools", tools.claudesOwn);
        }
        request.extras().forEach((name, value) -> extra(name, value, parameters.own));
        setUnlessEmpty("toolConfig", toolConfig);
        setUnlessEmpty(ModelFields.NAME, parameters.own);
        if (target.operation() == Operation.COUNT_TOKENS) {
            body.retain("messages", "system", "toolConfig", ModelFields.NAME);
            ObjectNode wrapped = Json.object();
            wrapped.putObject("input").set("converse", body);
            return new Written(wrapped, losses.all(), tools.renamed);
        }
        setUnlessEmpty("inferenceConfig", parameters.inference);
        outputFormat();
        service();
        return new Written(body, losses.all(), tools.renamed);
    }

    private void setUnlessEmpty(String name, ObjectNode value) {
        if (value != null && !value.isEmpty()) {
            body.set(name, value);
        }
    }

    private void conversation(BlockWriter blocks, boolean forbidTools) {
        ArrayNode system = blocks.blocks(request.system(), "system");
        Turns turns = new Turns(blocks, system);
        for (int i = 0; i < request.messages().size(); i++) {
            turns.add(request.messages().get(i), "messages[" + i + "].content");
        }
        int said = system.size();
        system.removeIf(block -> !block.has("text") && !block.has("cachePoint") && !block.has("guardContent"));
        if (system.size() < said) {
            losses.meant("system", "Converse takes nothing but text there");
        }
        if (request.outputFormat() != null && request.outputFormat().schema() == null) {
            system.addObject().put("text", JSON_ONLY);
        }
        if (forbidTools) {
            system.addObject().put("text", NO_TOOLS);
        }
        body.set("messages", turns.messages());
        if (!system.isEmpty()) {
            body.set("system", system);
        }
    }

    private void outputFormat() {
        OutputFormat format = request.outputFormat();
        if (format == null) {
            return;
        }
        if (format.schema() == null) {
            losses.harmless("response_format", "any JSON object is asked for in words, Bedrock enforces a schema only");
            return;
        }
        if (family == Family.NOVA) {
            losses.meant("response_format.json_schema", "this model does not take a schema");
            return;
        }
        ObjectNode text = body.putObject("outputConfig").putObject("textFormat").put("type", "json_schema");
        ObjectNode definition = text.putObject("structure").putObject("jsonSchema")
                .put("name", format.name() == null ? "answer" : format.name())
                .put("schema", closed(format.schema()).toString());
        if (format.description() != null) {
            definition.put("description", format.description());
        }
    }

    /** Bedrock demands {@code additionalProperties: false} of every object; OpenAI lets it be left out. */
    private static JsonNode closed(JsonNode schema) {
        JsonNode closed = schema.deepCopy();
        close(closed);
        return closed;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("type").asText().equals("object")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ConverseWriter::close);
    }

    private void service() {
        if (request.metadata() != null) {
            losses.harmless("metadata.user_id", "not handed to another vendor");
        }
        String tier = request.serviceTier();
        if (tier == null) {
            return;
        }
        switch (tier) {
            case "priority", "default", "flex", "reserved" -> body.putObject("serviceTier").put("type", tier);
            case "standard_only" -> body.putObject("serviceTier").put("type", "default");
            case "auto" -> { }
            default -> losses.harmless("service_tier", "Bedrock has no tier " + tier);
        }
    }

    private void extra(String name, JsonNode value, ObjectNode own) {
        if (name.equals(ModelFields.NAME) && value instanceof ObjectNode more) {
            more.properties().forEach(field -> {
                if (field.getValue() instanceof ObjectNode added
                        && own.get(field.getKey()) instanceof ObjectNode said) {
                    said.setAll(added);
                } else {
                    own.set(field.getKey(), field.getValue());
                }
            });
        } else if (OWN.contains(name)) {
            body.set(name, value);
        } else if (name.equals("anthropic_beta") && family == Family.CLAUDE) {
            own.set(name, value);
        } else if (!value.isNull()) {
            losses.add(new Loss(name, !MEANT.contains(name), "not known in this format"));
        }
    }
}
