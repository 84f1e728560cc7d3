package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.dialect.Json;
import java.util.List;

/**
 * Writes the messages as contents, the user's and the model's by turns, beginning with the user's. Thoughts stay here:
 * what the model needs of them is the signature, which stands on the part behind them.
 */
final class ContentWriter {

    private static final String BEGIN = "(The conversation begins here.)";
    private static final String GO_ON = "Continue your answer where it stops, without repeating it.";

    private final Model model;
    private final PartWriter parts;
    private final List<Loss> losses;
    private final ArrayNode contents = Json.MAPPER.createArrayNode();
    private final UserTurn user;
    /** The model's turn under way; null: it is the user's. */
    private ArrayNode said;
    /** Whether a call in the current step has been written. */
    private boolean called;

    ContentWriter(Model model, PartWriter parts, List<Loss> losses) {
        this.model = model;
        this.parts = parts;
        this.losses = losses;
        this.user = new UserTurn(model, parts);
    }

    ArrayNode write(ChatRequest request) {
        for (int i = 0; i < request.messages().size(); i++) {
            Message message = request.messages().get(i);
            String path = "messages[" + i + "]";
            if (message.role() == Role.ASSISTANT) {
                assistant(message, path);
            } else {
                user(message, path);
            }
        }
        end(request.messages().size() - 1);
        return contents;
    }

    private void user(Message message, String path) {
        said = null;
        for (int j = 0; j < message.content().size(); j++) {
            ContentBlock block = message.content().get(j);
            String at = path + ".content[" + j + "]";
            if (block instanceof ToolResult result) {
                user.result(result, at);
            } else if (message.role() == Role.SYSTEM && PartWriter.text(block) != null) {
                user.system(PartWriter.text(block));
            } else if (!(block instanceof Thinking || block instanceof RedactedThinking)) {
                user.block(block, at);
            }
        }
    }

    private void assistant(Message message, String path) {
        ArrayNode spoken = Json.MAPPER.createArrayNode();
        boolean first = said == null || !called;
        String signature = null;
        for (int j = 0; j < message.content().size(); j++) {
            ContentBlock block = message.content().get(j);
            int before = spoken.size();
            if (block instanceof Thinking thinking) {
                String own = Signatures.forProvider(thinking.signature());
                if (own != null && signature != null) {
                    spoken.addObject().put("text", "").put("thoughtSignature", signature);
                }
                signature = own != null ? own : signature;
            } else if (block instanceof ToolUse use) {
                if (signature == null && first && model.third()) {
                    signature = Signatures.SKIP;
                }
                first = false;
                spoken.addObject().set("functionCall", call(use));
            } else if (!(block instanceof RedactedThinking)) {
                parts.write(block, path + ".content[" + j + "]", spoken);
            }
            if (signature != null && spoken.size() > before && !(block instanceof Thinking)
                    && !spoken.get(before).has("thoughtSignature")) {
                ((ObjectNode) spoken.get(before)).put("thoughtSignature", signature);
                signature = null;
            }
        }
        if (signature != null) {
            spoken.addObject().put("text", "").put("thoughtSignature", signature);
        }
        if (!spoken.isEmpty()) {
            speak(spoken, message);
            called = !first;
        }
    }

    private void speak(ArrayNode spoken, Message message) {
        if (said == null) {
            user.flush(contents);
            if (contents.isEmpty()) {
                turn("user").addObject().put("text", BEGIN);
            }
            said = turn("model");
        }
        said.addAll(spoken);
        message.content().forEach(block -> {
            if (block instanceof ToolUse use) {
                user.expect(use);
            }
        });
    }

    private static ObjectNode call(ToolUse use) {
        ObjectNode call = Json.object().put("id", use.id()).put("name", ToolName.of(use.name()));
        return call.set("args", PartWriter.args(use.input()));
    }

    /** Contents may not be empty, and calls may not stay without results. */
    private void end(int last) {
        if (said == null || user.isExpected()) {
            user.flush(contents);
        }
        if (contents.isEmpty()) {
            turn("user").addObject().put("text", BEGIN);
        }
        JsonNode end = contents.get(contents.size() - 1);
        if (end.path("role").asText().equals("model")) {
            losses.add(new Loss("messages[" + last + "]", true, "Gemini does not simply continue a begun answer"));
            if (model.strict()) {
                turn("user").addObject().put("text", GO_ON);
            }
        }
    }

    private ArrayNode turn(String role) {
        return contents.addObject().put("role", role).putArray("parts");
    }
}
