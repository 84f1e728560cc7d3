package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import java.util.List;

/**
 * Around an Anthropic payload. Sources: Anthropic API reference ("Versions", "Beta headers"); Amazon Bedrock user guide,
 * "Anthropic Claude Messages API"; Vertex AI, "Use Claude models".
 */
public final class AnthropicEnvelope implements Envelope {

    /** Whose envelope. */
    public enum Kind {
        /** Model and stream stand in the body, version and betas in headers. */
        DIRECT,
        /** Model and stream stand in the path, version and betas in the body. */
        BEDROCK,
        /** The model stands in the path (of a count in the body), the version in the body, betas in a header. */
        VERTEX
    }

    private static final String BETA = "anthropic-beta";
    private static final String VERSION = "anthropic-version";
    private static final String CLEAR_THINKING = "clear_thinking_20251015";

    private final Kind kind;
    private final Betas betas;

    /** The envelope of {@code kind}. */
    public AnthropicEnvelope(Kind kind, Betas betas) {
        this.kind = kind;
        this.betas = betas;
    }

    @Override
    public void seal(Call call, Target target, Edits edits) {
        betas.removeRefusedFields(call, edits);
        if (call.outline().refusesThinking && call.outline().field("thinking") != null) {
            withoutThinking(call, edits);
        }
        switch (kind) {
            case DIRECT -> direct(call, target, edits);
            case BEDROCK -> bedrock(call, edits);
            case VERTEX -> vertex(call, target, edits);
            default -> throw new IllegalStateException("no such envelope");
        }
    }

    /** For this one call: with the user's next word Claude thinks again. What clears thoughts is refused without thinking. */
    private static void withoutThinking(Call call, Edits edits) {
        edits.remove("thinking");
        call.dropped().add("thinking");
        Outline.Field field = call.outline().field("context_management");
        if (field == null || !(Json.parse(call.content().copy(field.value(), field.end())) instanceof ObjectNode management)
                || !(management.get("edits") instanceof ArrayNode list)) {
            return;
        }
        int said = list.size();
        list.removeIf(edit -> edit.path("type").asText().equals(CLEAR_THINKING));
        if (list.size() < said) {
            call.dropped().add("context_management." + CLEAR_THINKING);
            if (list.isEmpty()) {
                edits.remove("context_management");
            } else {
                edits.set("context_management", management);
            }
        }
    }

    private void direct(Call call, Target target, Edits edits) {
        edits.set("model", target.model());
        stream(call, edits);
        edits.remove("anthropic_version");
        if (call.outline().field("anthropic_beta") != null || betas.concerns(call)) {
            betasAsHeader(call, edits);
        }
    }

    private void bedrock(Call call, Edits edits) {
        edits.remove("model");
        edits.remove("stream");
        edits.set("anthropic_version", "bedrock-2023-05-31");
        List<String> wanted = betas.of(call, edits);
        if (wanted.isEmpty()) {
            edits.remove("anthropic_beta");
        } else {
            ArrayNode list = Json.MAPPER.createArrayNode();
            wanted.forEach(list::add);
            edits.set("anthropic_beta", list);
        }
        edits.header(BETA, "");
        edits.header(VERSION, "");
    }

    private void vertex(Call call, Target target, Edits edits) {
        if (call.operation() == Operation.COUNT_TOKENS) {
            edits.set("model", target.model());
        } else {
            edits.remove("model");
            stream(call, edits);
        }
        edits.set("anthropic_version", "vertex-2023-10-16");
        edits.header(VERSION, "");
        betasAsHeader(call, edits);
    }

    /** A client whose path says it has not said it in the body. */
    private static void stream(Call call, Edits edits) {
        if (call.isStream() && call.outline().field("stream") == null) {
            edits.set("stream", BooleanNode.TRUE);
        }
    }

    private void betasAsHeader(Call call, Edits edits) {
        edits.remove("anthropic_beta");
        edits.header(BETA, String.join(",", betas.of(call, edits)));
    }
}
