package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;

/** Writes a whole answer as a {@code chat.completion} object. */
final class AnswerWriter {

    private AnswerWriter() {
    }

    static byte[] write(ChatAnswer answer, Reply reply) {
        ObjectNode message = Json.object().put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        ArrayNode calls = Json.MAPPER.createArrayNode();
        ArrayNode annotations = Json.MAPPER.createArrayNode();
        String signature = null;
        for (ContentBlock block : answer.content()) {
            if (block instanceof Text part) {
                int start = length(text);
                text.append(part.text());
                if (part.citations() != null) {
                    part.citations().forEach(citation -> Annotations.add(annotations, citation, start, length(text)));
                }
            } else if (block instanceof ContentBlock.Refused refused) {
                refusal.append(refused.text());
            } else if (block instanceof ToolUse use) {
                ObjectNode call = calls.addObject().put("id", use.id()).put("type", "function");
                call.putObject("function").put("name", use.name()).put("arguments", use.input());
                GoogleSignature.write(signature, call);
            }
            signature = block instanceof ContentBlock.Thinking thinking ? thinking.signature() : null;
        }
        message.put("content", text.isEmpty() ? null : text.toString());
        message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        ThinkingFields.write(answer.content(), message);
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        message.set("annotations", annotations);
        ObjectNode written = Json.object()
                .put("id", id(answer.id()))
                .put("object", "chat.completion")
                .put("created", System.currentTimeMillis() / 1000)
                .put("model", model(answer.model(), reply));
        ObjectNode choice = written.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.set("logprobs", answer.logprobs());
        choice.put("finish_reason", FinishReason.write(answer.reason(), !calls.isEmpty(), !refusal.isEmpty()));
        written.set("usage", OpenAiUsage.write(answer.usage()));
        return Json.bytes(written);
    }

    private static int length(StringBuilder text) {
        return text.codePointCount(0, text.length());
    }

    /** OpenAI's ids begin so; another provider's id stays findable behind it. */
    static String id(String providers) {
        if (providers == null || providers.isEmpty()) {
            return "chatcmpl-" + AnswerReader.newId();
        }
        return providers.startsWith("chatcmpl-") ? providers : "chatcmpl-" + providers;
    }

    /** The model as asked for; the provider's name where a client cannot have asked. */
    static String model(String providers, Reply reply) {
        return reply.model() != null ? reply.model() : providers == null ? "" : providers;
    }
}
