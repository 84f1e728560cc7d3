package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Set;

/** How an answer ends (ai.google.dev/api/generate-content#FinishReason), or why there is none. */
final class Ending {

    private static final Set<String> FILTERED = Set.of("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST",
            "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");
    /** The model's answer was no answer; another try may well give one. */
    private static final Set<String> BROKEN = Set.of("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL",
            "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE", "TOO_MANY_TOOL_CALLS", "NO_IMAGE", "IMAGE_OTHER");
    private static final Set<String> EXTRAS = Set.of("finishMessage", "safetyRatings", "citationMetadata",
            "groundingMetadata", "urlContextMetadata");

    private Ending() {
    }

    /** Why the model stopped. {@code tools}: whether it called any, which it says nowhere else. */
    static StopReason reason(String finishReason, boolean tools) {
        if (FILTERED.contains(finishReason)) {
            return StopReason.REFUSAL;
        }
        return finishReason.equals("MAX_TOKENS") ? StopReason.MAX_TOKENS
                : tools ? StopReason.TOOL_USE : StopReason.END_TURN;
    }

    /** The word for a client. Google has none for a tool's call or a stop sequence. */
    static String name(StopReason reason) {
        return reason == StopReason.MAX_TOKENS || reason == StopReason.CONTEXT_WINDOW ? "MAX_TOKENS"
                : reason == StopReason.REFUSAL ? "SAFETY" : "STOP";
    }

    /** A failure where the reason says that the answer is none; else null. */
    static Failure broken(String finishReason) {
        return BROKEN.contains(finishReason)
                ? Failure.of(FailureKind.API_ERROR, "The model's answer broke off: " + finishReason + ".") : null;
    }

    /** A failure where the prompt was not let through to the model; else null. */
    static Failure blocked(JsonNode answer) {
        JsonNode feedback = Fields.get(answer, "promptFeedback");
        String why = feedback == null ? "" : Fields.lenient(feedback, "blockReason");
        if (why.isEmpty()) {
            return null;
        }
        String message = Fields.lenient(feedback, "blockReasonMessage");
        return Failure.of(FailureKind.CONTENT_POLICY, "The provider blocked the prompt: " + why
                + (message.isEmpty() ? "." : ". " + message));
    }

    /** What else a candidate says, over what was known before; null: nothing. */
    static ObjectNode extras(JsonNode candidate, ObjectNode before) {
        ObjectNode extras = before;
        for (String name : EXTRAS) {
            JsonNode value = Fields.get(candidate, name);
            if (value != null && !value.isEmpty() || value != null && value.isTextual()) {
                extras = extras == null ? Json.object() : extras;
                extras.set(name, value);
            }
        }
        return extras;
    }

    /** Puts into a candidate what of an ending's extras is of this format. */
    static void write(JsonNode extras, ObjectNode candidate) {
        for (String name : extras == null ? List.<String>of() : EXTRAS) {
            if (extras.has(name)) {
                candidate.set(name, extras.get(name));
            }
        }
    }
}
