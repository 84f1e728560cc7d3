package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Signature;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;

/** Writes the messages of a request, in the order that servers demand: results right behind the calls. */
public final class MessageWriter {

    /** Claude Code's first system block: its version and a fingerprint for Anthropic, noise for anyone else. */
    private static final String ATTRIBUTION = "x-anthropic-billing-header:";
    /** Stands before the text of a result that is an error, for which this format has no field. */
    public static final String ERROR = "[error] ";

    private final Server server;
    private final PartWriter parts;
    private final List<Loss> losses;
    private final ArrayNode messages = Json.MAPPER.createArrayNode();

    MessageWriter(Server server, List<Loss> losses) {
        this.server = server;
        this.parts = new PartWriter(server, losses);
        this.losses = losses;
    }

    ArrayNode write(ChatRequest request) {
        system(request.system());
        for (int i = 0; i < request.messages().size(); i++) {
            Message message = request.messages().get(i);
            String path = "messages[" + i + "]";
            switch (message.role()) {
                case SYSTEM -> systemInBetween(message, path);
                case USER -> user(message, path);
                case ASSISTANT -> assistant(message, path);
            }
        }
        beginning(request);
        marks(request);
        return messages;
    }

    private void system(List<ContentBlock> blocks) {
        JsonNode content = parts.content(unattributed(blocks), "system");
        if (content != null) {
            String role = server.openai() && server.model().oSeries() ? "developer" : "system";
            add(role).set("content", content);
        }
    }

    /** The system without what Claude Code says about itself to Anthropic alone. */
    public static List<ContentBlock> unattributed(List<ContentBlock> system) {
        return system.stream()
                .filter(block -> !(block instanceof Text text && text.text().startsWith(ATTRIBUTION)))
                .toList();
    }

    /** A server that refuses a system message here gets it as the user's, under a name that models know. */
    private void systemInBetween(Message message, String path) {
        if (server.systemFirstOnly()) {
            String text = PartWriter.joined(message.content());
            if (!text.isEmpty()) {
                addUser().put("content", "<system-reminder>\n" + text + "\n</system-reminder>");
            }
            return;
        }
        JsonNode content = parts.content(message.content(), path);
        if (content != null) {
            add(server.openai() && server.model().oSeries() ? "developer" : "system").set("content", content);
        }
    }

    private void user(Message message, String path) {
        List<ContentBlock> rest = new ArrayList<>();
        List<ContentBlock> pictures = new ArrayList<>();
        for (ContentBlock block : message.content()) {
            if (block instanceof ToolResult result) {
                toolResult(result, path, pictures);
            } else {
                rest.add(block);
            }
        }
        pictures.addAll(rest);
        JsonNode content = parts.content(pictures, path);
        if (content != null) {
            addUser().set("content", content);
        }
    }

    /** A tool message holds text alone: pictures follow in a user message that says whose they are. */
    private void toolResult(ToolResult result, String path, List<ContentBlock> pictures) {
        List<ContentBlock> said = new ArrayList<>();
        boolean shown = false;
        for (ContentBlock block : result.content()) {
            if (PartWriter.textOnly(block)) {
                said.add(block);
            } else {
                if (!shown) {
                    pictures.add(new Text("Content of the result of tool call " + server.callId(result.toolUseId()) + ":"));
                    shown = true;
                }
                pictures.add(block);
            }
        }
        if (said.isEmpty() && shown) {
            said.add(new Text("The content of this result follows in the next message."));
        }
        ObjectNode message = add("tool").put("tool_call_id", server.callId(result.toolUseId()));
        if (result.error()) {
            message.put("content", ERROR + PartWriter.joined(said));
            return;
        }
        JsonNode content = parts.content(said, path);
        message.set("content", content == null ? message.textNode("") : content);
    }

    private void assistant(Message message, String path) {
        List<ContentBlock> said = new ArrayList<>();
        List<ContentBlock> thoughts = new ArrayList<>();
        ArrayNode calls = Json.MAPPER.createArrayNode();
        StringBuilder refusal = new StringBuilder();
        for (ContentBlock block : message.content()) {
            if (block instanceof Thinking || block instanceof RedactedThinking) {
                if (!sealedElsewhere(block)) {
                    thoughts.add(block);
                }
            } else if (block instanceof ToolUse use) {
                calls.add(call(use));
            } else if (block instanceof ContentBlock.Refused refused && server.openai()) {
                refusal.append(refused.text());
            } else {
                said.add(block);
            }
        }
        JsonNode content = parts.content(said, path);
        if (content == null && calls.isEmpty() && refusal.isEmpty()) {
            // Nothing but thoughts: servers refuse an empty turn.
            thinking(thoughts, null);
            return;
        }
        ObjectNode written = add("assistant");
        written.set("content", content);
        if (!refusal.isEmpty()) {
            written.put("refusal", refusal.toString());
        }
        thinking(thoughts, written);
        if (!calls.isEmpty()) {
            written.set("tool_calls", calls);
        }
    }

    /** Thinking that is signed for another maker, and would be refused by all others: it is left out unsaid. */
    private boolean sealedElsewhere(ContentBlock block) {
        String signature = block instanceof Thinking thinking ? thinking.signature()
                : ((RedactedThinking) block).data();
        return Signature.isForeign(signature) && !(block instanceof Thinking && server.thinkingBack());
    }

    private ObjectNode call(ToolUse use) {
        ObjectNode call = Json.object().put("id", server.callId(use.id())).put("type", "function");
        call.putObject("function").put("name", ToolName.of(use.name())).put("arguments", use.input());
        return call;
    }

    /** Thinking goes back to those who want it; OpenAI and most others have no place for it. */
    private void thinking(List<ContentBlock> thoughts, ObjectNode message) {
        if (thoughts.isEmpty()) {
            if (message != null && server.is("deepseek") && message.hasNonNull("tool_calls")) {
                message.put("reasoning_content", "");
            }
            return;
        }
        if (message != null && server.signedThinking()) {
            ReasoningDetails.write(thoughts, message);
        } else if (message != null && server.thinkingBack()) {
            StringBuilder text = new StringBuilder();
            thoughts.forEach(block -> text.append(block instanceof Thinking thinking ? thinking.text() : ""));
            message.put("reasoning_content", text.toString());
        } else if (losses.stream().noneMatch(loss -> loss.field().equals("thinking"))) {
            losses.add(new Loss("thinking", true, "the provider takes no thinking of earlier turns"));
        }
    }

    /** A request that ends in the assistant's words wants them continued; most servers answer anew instead. */
    private void beginning(ChatRequest request) {
        int last = request.messages().size() - 1;
        if (last < 0 || request.messages().get(last).role() != Role.ASSISTANT || messages.isEmpty()) {
            return;
        }
        ObjectNode message = (ObjectNode) messages.get(messages.size() - 1);
        if (server.prefix() && message.path("role").asText().equals("assistant") && !message.has("tool_calls")) {
            message.put("prefix", true);
        } else {
            losses.add(new Loss("messages[" + last + "]", true, "the provider does not continue a begun answer"));
        }
    }

    private void marks(ChatRequest request) {
        boolean marked = request.system().stream().anyMatch(MessageWriter::marked)
                || request.tools().stream().anyMatch(tool -> tool.cacheControl() != null)
                || request.messages().stream().anyMatch(
                        message -> message.content().stream().anyMatch(MessageWriter::marked));
        if (marked && !server.cacheMarks()) {
            losses.add(new Loss("cache_control", true, "the provider caches without marks or not at all"));
        }
    }

    private static boolean marked(ContentBlock block) {
        return block.cacheControl() != null
                || block instanceof ToolResult result && result.content().stream().anyMatch(MessageWriter::marked);
    }

    private ObjectNode addUser() {
        if (server.assistantAfterTool() && !messages.isEmpty()
                && messages.get(messages.size() - 1).path("role").asText().equals("tool")) {
            add("assistant").put("content", "OK.");
        }
        return add("user");
    }

    private ObjectNode add(String role) {
        return messages.addObject().put("role", role);
    }
}
