package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.Signature;
import java.util.List;

/**
 * Gemini's thought signature on a tool call, where Google's own endpoint of this format has it:
 * {@code extra_content.google.thought_signature} (ai.google.dev/gemini-api/docs/openai, and .../thought-signatures, "OpenAI
 * compatibility"). Clients of this format drop thinking but return their tool calls, so the signature survives on them.
 */
final class GoogleSignature {

    private GoogleSignature() {
    }

    /** Adds the signature that a request's tool call brings as thinking, right before the call will stand. */
    static void read(JsonNode call, List<ContentBlock> blocks) {
        String text = call.path("extra_content").path("google").path("thought_signature").asText("");
        if (text.isEmpty()) {
            return;
        }
        String signature = Signature.of(Signature.GEMINI, text);
        Thinking signed = new Thinking("", signature);
        for (int i = 0; i < blocks.size(); i++) {
            // A client that returns thinking blocks as well has told it already, but not where it belongs.
            if (blocks.get(i) instanceof Thinking told && signature.equals(told.signature())) {
                signed = told;
                blocks.remove(i);
                break;
            }
        }
        blocks.add(signed);
    }

    /** Puts the signature, if it is Gemini's, on the call behind it; null: none is known. */
    static void write(String signature, ObjectNode call) {
        String own = Signature.by(Signature.GEMINI, signature);
        if (own != null) {
            call.putObject("extra_content").putObject("google").put("thought_signature", own);
        }
    }
}
