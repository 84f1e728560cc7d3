package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The user's next content as it grows. Google demands as many results as the model's turn before has calls, in one
 * content right behind it; they come first, in the order of the calls, and whatever else was said follows.
 */
final class UserTurn {

    private static final String NO_RESULT = "The call was not carried out.";

    private final Model model;
    private final PartWriter parts;
    private final List<ToolUse> calls = new ArrayList<>();
    private final List<ToolResult> results = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private ArrayNode rest = Json.MAPPER.createArrayNode();

    UserTurn(Model model, PartWriter parts) {
        this.model = model;
        this.parts = parts;
    }

    /** The model has called; a result is due. */
    void expect(ToolUse use) {
        calls.add(use);
    }

    boolean isExpected() {
        return !calls.isEmpty();
    }

    void result(ToolResult result, String path) {
        results.add(result);
        paths.add(path);
    }

    /** What the operator says in the middle, under a name that models know. */
    void system(String text) {
        if (!text.isEmpty()) {
            rest.addObject().put("text", "<system-reminder>\n" + text + "\n</system-reminder>");
        }
    }

    void block(ContentBlock block, String path) {
        parts.write(block, path, rest);
    }

    /** Writes the content, if anything is in it, and begins a new one. */
    void flush(ArrayNode contents) {
        ArrayNode written = Json.MAPPER.createArrayNode();
        ArrayNode shown = Json.MAPPER.createArrayNode();
        for (ToolUse call : calls) {
            ObjectNode response = Json.object().put("id", call.id()).put("name", ToolName.of(call.name()));
            int at = find(call.id());
            if (at < 0) {
                response.putObject("response").put("error", NO_RESULT);
            } else {
                response(results.remove(at), paths.remove(at), response, shown);
            }
            written.addObject().set("functionResponse", response);
        }
        for (int i = 0; i < results.size(); i++) {
            // Its call is not in the history any more; what it says may still be asked about.
            ArrayNode lost = written.isEmpty() ? written : shown;
            lost.addObject().put("text", "Result of an earlier tool call:");
            for (ContentBlock block : results.get(i).content()) {
                parts.write(block, paths.get(i), lost);
            }
        }
        written.addAll(shown).addAll(rest);
        if (!written.isEmpty()) {
            contents.addObject().put("role", "user").set("parts", written);
        }
        calls.clear();
        results.clear();
        paths.clear();
        rest = Json.MAPPER.createArrayNode();
    }

    private int find(String id) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).toolUseId().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** A result is an object: JSON as it is, text as "output", or as "error" where the tool failed. */
    private void response(ToolResult result, String path, ObjectNode response, ArrayNode shown) {
        StringBuilder text = new StringBuilder();
        ArrayNode files = Json.MAPPER.createArrayNode();
        for (int i = 0; i < result.content().size(); i++) {
            ContentBlock block = result.content().get(i);
            String said = PartWriter.text(block);
            if (said == null) {
                parts.write(block, path + ".content[" + i + "]", files);
            } else {
                text.append(text.isEmpty() || said.isEmpty() ? "" : "\n\n").append(said);
            }
        }
        JsonNode object = result.error() ? null : object(text.toString());
        if (object != null) {
            response.set("response", object);
        } else {
            response.putObject("response").put(result.error() ? "error" : "output", text.toString());
        }
        if (files.isEmpty()) {
            return;
        }
        boolean data = true;
        for (JsonNode file : files) {
            data &= !file.has("text");
        }
        if (data && model.third()) {
            // Before Gemini 3 a result is text alone (ai.google.dev/gemini-api/docs/function-calling).
            response.set("parts", files);
        } else {
            shown.addObject().put("text", "Content of the result of " + response.get("name").textValue() + ":");
            shown.addAll(files);
        }
    }

    /** Null: the text is no object, or one that would be taken for the words of this format. */
    private static ObjectNode object(String text) {
        if (!text.startsWith("{")
                || !(Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object)) {
            return null;
        }
        return object.size() == 1 && (object.has("output") || object.has("error")) ? null : object;
    }
}
