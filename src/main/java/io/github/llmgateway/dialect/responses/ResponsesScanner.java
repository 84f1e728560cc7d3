package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.LeftOut;
import io.github.llmgateway.dialect.TaggedScanner;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The one pass over a request. Texts are measured by offsets and never decoded; the conversation's key is taken from
 * instructions, tools and the texts up to the user's first.
 */
final class ResponsesScanner extends TaggedScanner {

    /** What the client runs itself; a model's own provider runs all others. */
    private static final Set<String> CLIENTS_TOOLS = Set.of("function", "custom", "namespace");

    private final Set<String> freeform = new HashSet<>(2);
    private final Set<String> namespaces = new HashSet<>(2);
    private boolean inputSeen;
    /** Whether the current item holds what another maker has signed. */
    private boolean foreign;
    /** Whether the conversation, or its beginning, is kept by the provider. */
    private boolean kept;

    ResponsesScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    @Override
    protected void value(String name) throws IOException, Failure {
        switch (name) {
            case "model" -> outline.model = string("model");
            case "stream" -> outline.stream = bool("stream");
            case "max_output_tokens" -> outline.maxTokens =
                    parser.currentToken() == JsonToken.VALUE_NULL ? 0 : integer(name);
            case "user", "safety_identifier" -> user(name);
            case "metadata" -> metadata();
            case "tags", "litellm_metadata" -> forGateway(name);
            case "instructions" -> instructions();
            case "input" -> input();
            case "tools" -> tools();
            case "reasoning" -> reasoning();
            case "text" -> countWhole();
            case "previous_response_id", "conversation", "prompt" -> {
                kept |= parser.currentToken() != JsonToken.VALUE_NULL;
                skip();
            }
            default -> skip();
        }
    }

    @Override
    protected void finish() throws Failure {
        if (outline.model == null || outline.model.isEmpty()) {
            throw Failure.badRequest("you must provide a model parameter", "model");
        }
        if (!inputSeen && !kept) {
            throw Failure.badRequest("Missing required parameter: 'input'.", "input");
        }
        outline.freeformTools = Set.copyOf(freeform);
        outline.toolNamespaces = Set.copyOf(namespaces);
    }

    private void instructions() throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        string("instructions");
        int start = offset();
        parser.finishToken();
        outline.textBytes += end() - start;
        identify(start, end());
    }

    private void input() throws IOException, Failure {
        outline.messages = 0;
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                int start = offset();
                parser.finishToken();
                outline.textBytes += end() - start;
                identify(start, end());
                outline.messages = 1;
                inputSeen = true;
            }
            case START_ARRAY -> {
                LeftOut thoughts = new LeftOut();
                while (next() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() != JsonToken.START_OBJECT) {
                        throw wrongType("input[" + outline.messages + "]", "an object");
                    }
                    int start = offset();
                    foreign = false;
                    item("input[" + outline.messages + "]");
                    thoughts.element(start, end(), !foreign);
                    outline.messages++;
                }
                outline.foreignThoughts = thoughts.splices();
                inputSeen = true;
            }
            case VALUE_NULL -> {
            }
            default -> throw wrongType("input", "a string or a list of objects");
        }
    }

    private void item(String path) throws IOException, Failure {
        String role = null;
        beginTurn();
        JsonToken token = next();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            next();
            switch (name) {
                case "type" -> {
                    string(path + ".type");
                    token = next();
                }
                case "role" -> {
                    role = string(path + ".role");
                    token = next();
                }
                case "content", "output" -> token = content(path + "." + name);
                case "arguments", "input", "summary", "encrypted_content" -> {
                    foreign |= name.equals("encrypted_content") && parser.currentToken() == JsonToken.VALUE_STRING
                            && (begins(ReasoningItem.SIGNED) || begins(ReasoningItem.SEALED));
                    countWhole();
                    token = next();
                }
                default -> {
                    skip();
                    token = next();
                }
            }
        }
        endTurn("user".equals(role));
    }

    /** Returns the token behind the content. What is no list of parts belongs to an item that the provider checks. */
    private JsonToken content(String path) throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return messageText();
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            int part = 0;
            while (next() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw wrongType(path + "[" + part + "]", "an object");
                }
                part();
                part++;
            }
        } else {
            countWhole();
        }
        return next();
    }

    private void part() throws IOException, Failure {
        JsonToken token = next();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            next();
            if (name.equals("text") && parser.currentToken() == JsonToken.VALUE_STRING) {
                token = messageText();
                continue;
            }
            switch (name) {
                case "type" -> {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        kind(parser.getText());
                    }
                }
                case "refusal", "stdout", "stderr" -> countWhole();
                default -> skip();
            }
            token = next();
        }
    }

    private void kind(String type) {
        outline.images |= type.equals("input_image") || type.equals("computer_screenshot");
        outline.documents |= type.equals("input_file");
    }

    private void tools() throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("tools", "a list");
        }
        int start = offset();
        for (int i = 0; next() != JsonToken.END_ARRAY; i++) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType("tools[" + i + "]", "an object");
            }
            tool("tools[" + i + "]");
        }
        outline.textBytes += end() - start;
        identify(start, end());
    }

    private void tool(String path) throws IOException, Failure {
        String type = null;
        String name = null;
        outline.tools = true;
        while (next() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken token = next();
            if (member.equals("type")) {
                type = string(path + ".type");
            } else if (member.equals("name") && token == JsonToken.VALUE_STRING) {
                name = parser.getText();
            } else {
                skip();
            }
        }
        if (type == null || !CLIENTS_TOOLS.contains(type)) {
            outline.serverTools++;
        } else if (type.equals("custom") && name != null) {
            freeform.add(name);
        } else if (type.equals("namespace") && name != null) {
            namespaces.add(name);
        }
    }

    private void reasoning() throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("reasoning", "an object");
        }
        while (next() == JsonToken.FIELD_NAME) {
            boolean effort = parser.currentName().equals("effort");
            if (next() != JsonToken.VALUE_NULL && effort) {
                outline.thinking = !string("reasoning.effort").equals("none");
            }
            skip();
        }
    }
}
