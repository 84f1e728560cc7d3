package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a request's contents. Calls without an id get one by their place, so that the same history has the same ids in
 * every turn; a result belongs to the call of its id, else to the first open one of its name.
 */
final class ContentReader {

    private final List<Message> messages = new ArrayList<>();
    /** Calls of the model's last turn that have no result yet. */
    private final List<ToolUse> open = new ArrayList<>();
    private int calls;
    private final PartReader parts = new PartReader(given -> given.isEmpty() ? "call_" + calls++ : given);

    List<Message> read(JsonNode contents) throws Failure {
        for (int i = 0; i < contents.size(); i++) {
            String path = "contents[" + i + "]";
            if (!contents.get(i).isObject()) {
                throw Fields.wrong(contents.get(i), path, "an object");
            }
            content(contents.get(i), path);
        }
        return messages;
    }

    /** The blocks of a content that holds texts and files. */
    static List<ContentBlock> system(JsonNode content) throws Failure {
        return new ContentReader().blocks(content, "systemInstruction");
    }

    private void content(JsonNode content, String path) throws Failure {
        String role = Fields.string(content, "role", path);
        boolean model = "model".equals(role);
        if (role != null && !role.isEmpty() && !model && !role.equals("user") && !role.equals("function")) {
            throw Failure.badRequest(path + ".role: must be one of 'user', 'model' and 'function'.", path + ".role");
        }
        List<ContentBlock> blocks = blocks(content, path);
        if (model) {
            open.clear();
            blocks.forEach(block -> {
                if (block instanceof ToolUse use) {
                    open.add(use);
                }
            });
        }
        messages.add(new Message(model ? Role.ASSISTANT : Role.USER, blocks));
    }

    private List<ContentBlock> blocks(JsonNode content, String path) throws Failure {
        List<ContentBlock> blocks = new ArrayList<>();
        JsonNode list = Fields.list(content, "parts");
        for (int i = 0; i < list.size(); i++) {
            JsonNode part = list.get(i);
            String at = path + ".parts[" + i + "]";
            if (!part.isObject()) {
                throw Fields.wrong(part, at, "an object");
            }
            JsonNode call = Fields.object(part, "functionCall", at);
            if (call != null) {
                Fields.demandString(call, "name", at + ".functionCall");
                Fields.object(call, "args", at + ".functionCall");
            }
            Fields.string(part, "text", at);
            JsonNode response = Fields.object(part, "functionResponse", at);
            if (response != null) {
                blocks.add(result(response, at + ".functionResponse"));
            } else {
                parts.read(part, blocks);
                joinThoughts(blocks);
            }
        }
        return blocks;
    }

    /** A stream tells a thought in pieces, and clients return them as they came; signed is the whole. */
    private static void joinThoughts(List<ContentBlock> blocks) {
        int last = blocks.size() - 1;
        if (last > 0 && blocks.get(last) instanceof Thinking piece
                && blocks.get(last - 1) instanceof Thinking before && before.signature() == null) {
            blocks.remove(last);
            blocks.set(last - 1, new Thinking(before.text() + piece.text(), piece.signature()));
        }
    }

    private ToolResult result(JsonNode response, String path) throws Failure {
        String name = Fields.demandString(response, "name", path);
        String id = Fields.string(response, "id", path);
        JsonNode told = Fields.object(response, "response", path);
        List<ContentBlock> content = new ArrayList<>();
        JsonNode error = told == null || told.size() != 1 ? null : Fields.get(told, "error");
        JsonNode output = told == null || told.size() != 1 ? null : Fields.get(told, "output");
        // FunctionResponse: "output" and "error" are known; otherwise the whole object is the output.
        JsonNode said = error != null ? error : output != null ? output : told;
        if (said != null && !(said.isTextual() && said.textValue().isEmpty())) {
            content.add(new Text(said.isTextual() ? said.textValue() : said.toString()));
        }
        Fields.list(response, "parts").forEach(part -> parts.read(part, content));
        return new ToolResult(idOf(name, id == null ? "" : id), content, error != null, null);
    }

    private String idOf(String name, String id) {
        for (int i = 0; i < open.size(); i++) {
            ToolUse use = open.get(i);
            if (id.isEmpty() ? use.name().equals(name) : use.id().equals(id)) {
                return open.remove(i).id();
            }
        }
        return id.isEmpty() ? "call_" + name : id;
    }
}
