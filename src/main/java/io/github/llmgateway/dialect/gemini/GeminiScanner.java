package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Scanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Requests for an answer and for a count of tokens, the latter with the conversation at the top or in
 * {@code generateContentRequest}. Texts are measured by offsets and never decoded. The conversation's key is taken from
 * the system instruction, the tools and the first content of the user.
 */
final class GeminiScanner extends Scanner {

    /** The field that the outline gets where a request inside the request names the model once more. */
    static final String INNER_MODEL = "generateContentRequest.model";
    /** {@code function} is the older name of the role that brings results. */
    private static final Set<String> ROLES = Set.of("user", "model", "function");

    private boolean contentsSeen;
    private boolean firstUserSeen;
    private int part;
    private final List<Splice> thoughts = new ArrayList<>(0);

    GeminiScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    @Override
    protected void value(String name) throws IOException, Failure {
        String field = Fields.camel(name);
        if (field.equals("model")) {
            model("model");
        } else if (field.equals("generateContentRequest")) {
            inner();
        } else {
            field(field);
        }
    }

    @Override
    protected void finish() throws Failure {
        if (outline.model == null || outline.model.isEmpty()) {
            throw Failure.badRequest("model: must be named in the path, as in models/NAME:generateContent.", "model");
        }
        if (!contentsSeen || outline.messages == 0) {
            throw Failure.badRequest("contents: " + (contentsSeen ? "must not be empty." : "is required."), "contents");
        }
        outline.foreignThoughts = thoughts;
    }

    private void model(String path) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            outline.model = plainName(string(path));
        }
    }

    /** The name without {@code models/} or {@code publishers/google/models/} before it. */
    static String plainName(String model) {
        return model.substring(model.lastIndexOf('/') + 1);
    }

    private void inner() throws IOException, Failure {
        if (isNull()) {
            return;
        }
        object("generateContentRequest");
        while (next() == JsonToken.FIELD_NAME) {
            String name = Fields.camel(parser.currentName());
            int start = offset();
            next();
            int value = offset();
            if (name.equals("model") && !isNull()) {
                model(INNER_MODEL);
                outline.add(new Outline.Field(INNER_MODEL, start, value, end()));
            } else {
                field(name);
            }
        }
    }

    private void field(String name) throws IOException, Failure {
        switch (name) {
            case "contents" -> contents();
            case "systemInstruction" -> {
                if (!isNull()) {
                    object(name);
                    counted(true);
                }
            }
            case "tools" -> tools();
            case "generationConfig" -> generationConfig();
            case "toolConfig" -> {
                if (!isNull()) {
                    object(name);
                    skip();
                }
            }
            default -> skip();
        }
    }

    private void contents() throws IOException, Failure {
        contentsSeen = true;
        outline.messages = 0;
        if (isNull()) {
            return;
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            content();
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("contents", "a list");
        }
        while (next() != JsonToken.END_ARRAY) {
            demandObject("");
            content();
        }
    }

    private void content() throws IOException, Failure {
        int start = offset();
        boolean user = true;
        while (next() == JsonToken.FIELD_NAME) {
            String name = Fields.camel(parser.currentName());
            next();
            if (name.equals("role") && !isNull()) {
                String role = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : string(at(".role"));
                if (!role.isEmpty() && !ROLES.contains(role)) {
                    throw Failure.badRequest(at(".role") + ": must be one of 'user', 'model' and 'function'.",
                            at(".role"));
                }
                user = !role.equals("model");
            } else if (name.equals("parts") && !isNull()) {
                parts();
            } else {
                skip();
            }
        }
        if (user && !firstUserSeen) {
            firstUserSeen = true;
            identify(start, end());
        }
        outline.messages++;
    }

    private void parts() throws IOException, Failure {
        part = 0;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            part();
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(at(".parts"), "a list");
        }
        while (next() != JsonToken.END_ARRAY) {
            demandPartObject("");
            part();
            part++;
        }
    }

    private void part() throws IOException, Failure {
        Splice foreign = null;
        boolean call = false;
        JsonToken token = next();
        while (token == JsonToken.FIELD_NAME) {
            String name = Fields.camel(parser.currentName());
            next();
            switch (name) {
                case "text" -> {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        int start = offset();
                        token = next();
                        outline.textBytes += offset() - start;
                        continue;
                    }
                    if (!isNull()) {
                        throw wrongType(atPart(".text"), "a string");
                    }
                }
                case "inlineData", "fileData" -> media(name);
                case "thoughtSignature" -> {
                    if (parser.currentToken() == JsonToken.VALUE_STRING && begins(Signatures.PACKED)) {
                        int start = offset();
                        parser.finishToken();
                        foreign = new Splice(start, end(), Signatures.NONE);
                    }
                }
                case "functionCall", "functionResponse", "executableCode", "codeExecutionResult", "toolCall",
                        "toolResponse" -> {
                    if (!isNull()) {
                        demandPartObject(name);
                        counted(false);
                        call |= name.equals("functionCall");
                    }
                }
                default -> skip();
            }
            token = next();
        }
        if (foreign != null) {
            thoughts.add(call ? new Splice(foreign.start(), foreign.end(), Signatures.UNCHECKED) : foreign);
        }
    }

    private void media(String name) throws IOException, Failure {
        if (isNull()) {
            return;
        }
        demandPartObject(name);
        boolean image = false;
        while (next() == JsonToken.FIELD_NAME) {
            boolean type = Fields.camel(parser.currentName()).equals("mimeType");
            if (next() == JsonToken.VALUE_STRING && type) {
                image = parser.getText().startsWith("image/");
            }
            skip();
        }
        outline.images |= image;
        outline.documents |= !image;
    }

    private void tools() throws IOException, Failure {
        if (isNull()) {
            return;
        }
        if (!parser.currentToken().isStructStart()) {
            throw wrongType("tools", "a list");
        }
        int start = offset();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = next();
            outline.tools |= token.isStructStart();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        outline.textBytes += end() - start;
        identify(start, end());
    }

    private void generationConfig() throws IOException, Failure {
        if (isNull()) {
            return;
        }
        object("generationConfig");
        while (next() == JsonToken.FIELD_NAME) {
            String name = Fields.camel(parser.currentName());
            next();
            switch (name) {
                case "maxOutputTokens" -> {
                    if (!isNull()) {
                        outline.maxTokens = number("generationConfig.maxOutputTokens");
                    }
                }
                case "thinkingConfig" -> thinkingConfig();
                case "responseSchema", "responseJsonSchema" -> counted(false);
                default -> skip();
            }
        }
    }

    private void thinkingConfig() throws IOException, Failure {
        if (isNull()) {
            return;
        }
        object("generationConfig.thinkingConfig");
        while (next() == JsonToken.FIELD_NAME) {
            String name = Fields.camel(parser.currentName());
            next();
            switch (name) {
                case "thinkingBudget" -> {
                    if (!isNull()) {
                        outline.thinking = number("generationConfig.thinkingConfig.thinkingBudget") != 0;
                    }
                }
                case "thinkingLevel" -> outline.thinking |= !isNull();
                case "includeThoughts" ->
                    outline.thinking |= bool("generationConfig.thinkingConfig.includeThoughts");
                default -> {
                }
            }
            skip();
        }
    }

    /** An integer, which this format takes as a string, too. */
    private int number(String path) throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return Integer.parseInt(parser.getText());
            } catch (NumberFormatException notOne) {
                throw wrongType(path, "an integer");
            }
        }
        return integer(path);
    }

    private boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private void object(String path) throws Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(path, "an object");
        }
    }

    /** The same of a content; its path is put together only where it is needed. */
    private void demandObject(String member) throws Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(at(member), "an object");
        }
    }

    private void demandPartObject(String member) throws Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(atPart(member.isEmpty() ? "" : "." + member), "an object");
        }
    }

    /** Counts the current value, however deep, as text that the model sees. */
    private void counted(boolean identifies) throws IOException, Failure {
        int start = offset();
        skip();
        if (!parser.currentToken().isStructEnd()) {
            parser.finishToken();
        }
        outline.textBytes += end() - start;
        if (identifies) {
            identify(start, end());
        }
    }

    private String at(String member) {
        return "contents[" + outline.messages + "]" + member;
    }

    private String atPart(String member) {
        return at(".parts[" + part + "]" + member);
    }
}
