package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.config.CachePoint;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;

/** A neutral conversation that is given cache marks. Used by one thread. */
final class MarkedConversation {

    private final ChatRequest said;
    private final int most;
    private final List<ContentBlock> system;
    private final List<Message> messages;
    private final List<Tool> tools;
    private int marks;

    /** {@code said}, with at most so many marks. */
    MarkedConversation(ChatRequest said, int most) {
        this.said = said;
        this.most = most;
        this.system = new ArrayList<>(said.system());
        this.messages = new ArrayList<>(said.messages());
        this.tools = new ArrayList<>(said.tools());
    }

    /** Puts a mark in, if there is something to be marked, and it is not yet. */
    void mark(CachePoint point) {
        if (marks == most) {
            return;
        }
        JsonNode mark = mark(point.ttl());
        boolean put = switch (point.place()) {
            case TOOLS -> tool(mark);
            case SYSTEM -> last(system, mark);
            case MESSAGE -> message(point.index() < 0 ? messages.size() + point.index() : point.index(), mark);
            case LAST_OF_USER -> message(lastOf(Role.USER), mark);
            case LAST_OF_ASSISTANT -> message(lastOf(Role.ASSISTANT), mark);
        };
        marks += put ? 1 : 0;
    }

    private static JsonNode mark(String ttl) {
        ObjectNode mark = Json.object().put("type", "ephemeral");
        return ttl == null ? mark : mark.put("ttl", ttl);
    }

    /** How many marks were put in. */
    int marks() {
        return marks;
    }

    /** The conversation with its marks. */
    ChatRequest conversation() {
        return marks == 0 ? said : new ChatRequest(said.model(), system, messages, tools, said.toolChoice(),
                said.parallelTools(), said.maxTokens(), said.sampling(), said.stopSequences(), said.reasoning(),
                said.outputFormat(), said.stream(), said.includeUsage(), said.metadata(), said.serviceTier(),
                said.extras());
    }

    private int lastOf(Role role) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role() == role) {
                return i;
            }
        }
        return -1;
    }

    private boolean message(int index, JsonNode mark) {
        if (index < 0 || index >= messages.size()) {
            return false;
        }
        List<ContentBlock> content = new ArrayList<>(messages.get(index).content());
        boolean put = last(content, mark);
        messages.set(index, new Message(messages.get(index).role(), content));
        return put;
    }

    private boolean tool(JsonNode mark) {
        for (int i = tools.size() - 1; i >= 0; i--) {
            Tool tool = tools.get(i);
            if (tool.raw() != null && tool.raw().path("defer_loading").asBoolean()) {
                continue;
            }
            if (tool.cacheControl() != null) {
                return false;
            }
            JsonNode raw = tool.raw() instanceof ObjectNode whole ? whole.deepCopy().set("cache_control", mark)
                    : tool.raw();
            tools.set(i, new Tool(tool.type(), tool.name(), tool.description(), tool.inputSchema(), tool.strict(), mark,
                    raw));
            return true;
        }
        return false;
    }

    /** Marks the last block that can be marked. */
    private static boolean last(List<ContentBlock> content, JsonNode mark) {
        for (int i = content.size() - 1; i >= 0; i--) {
            if (content.get(i).cacheControl() != null) {
                return false;
            }
            ContentBlock marked = marked(content.get(i), mark);
            if (marked != null) {
                content.set(i, marked);
                return true;
            }
        }
        return false;
    }

    /** The block with a mark; null if it takes none. */
    private static ContentBlock marked(ContentBlock block, JsonNode mark) {
        if (block instanceof ContentBlock.Text text) {
            return text.text().isBlank() ? null : new ContentBlock.Text(text.text(), mark, text.citations());
        } else if (block instanceof ContentBlock.Image image) {
            return new ContentBlock.Image(image.source(), image.detail(), mark);
        } else if (block instanceof ContentBlock.Document file) {
            return new ContentBlock.Document(file.source(), file.filename(), file.title(), file.context(),
                    file.citations(), mark);
        } else if (block instanceof ContentBlock.ToolUse use) {
            return new ContentBlock.ToolUse(use.id(), use.name(), use.input(), mark);
        } else if (block instanceof ContentBlock.ToolResult result) {
            return new ContentBlock.ToolResult(result.toolUseId(), result.content(), result.error(), mark);
        }
        return null;
    }
}
