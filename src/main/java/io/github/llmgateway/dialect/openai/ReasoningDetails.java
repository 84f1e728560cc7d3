package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import java.util.List;

/** Claude's signed thinking as OpenRouter hands it out and wants it back (openrouter.ai/docs, Preserving Reasoning). */
final class ReasoningDetails {

    private static final String FORMAT = "anthropic-claude-v1";

    private ReasoningDetails() {
    }

    static void write(List<ContentBlock> thoughts, ObjectNode message) {
        ArrayNode details = message.putArray("reasoning_details");
        for (ContentBlock block : thoughts) {
            ObjectNode detail = details.addObject();
            if (block instanceof Thinking thinking) {
                detail.put("type", "reasoning.text").put("text", thinking.text());
                if (thinking.signature() != null) {
                    detail.put("signature", thinking.signature());
                }
            } else if (block instanceof RedactedThinking redacted) {
                detail.put("type", "reasoning.encrypted").put("data", redacted.data());
            }
            detail.put("format", FORMAT).put("index", details.size() - 1);
        }
    }
}
