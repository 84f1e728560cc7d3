package io.github.llmgateway.dialect.converse;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.anthropic.ToolLoop;
import io.github.llmgateway.chat.Operation;
import java.io.IOException;

/**
 * Scans a request of Converse, ConverseStream or CountTokens. The conversation's key takes the texts alone, without the
 * blocks around them, because a client moves its cache points from turn to turn.
 */
final class ConverseScanner extends BlockScanner {

    private final boolean counts;
    private boolean messagesSeen;
    private boolean budget;
    private ToolLoop loop = new ToolLoop();

    ConverseScanner(Content body, Operation operation, int maxDepth) throws Failure {
        super(body, maxDepth);
        this.counts = operation == Operation.COUNT_TOKENS;
    }

    @Override
    protected void value(String name) throws IOException, Failure {
        if (counts && name.equals("input")) {
            wrapped();
        } else {
            field(name);
        }
    }

    /** CountTokens holds a conversation, or the body of an InvokeModel in Base64, into which nobody looks. */
    private void wrapped() throws IOException, Failure {
        object("input");
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            next();
            if (name.equals("converse")) {
                object("input.converse");
                while (next() != JsonToken.END_OBJECT) {
                    String inner = parser.currentName();
                    next();
                    field(inner);
                }
            } else {
                messagesSeen |= name.equals("invokeModel");
                skip();
            }
        }
    }

    private void field(String name) throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        switch (name) {
            case "messages" -> messages();
            case "system" -> {
                rememberTexts();
                list("system");
                identifyRemembered();
            }
            case "toolConfig" -> tools();
            case "inferenceConfig" -> inference();
            case "additionalModelRequestFields" -> thinking();
            default -> skip();
        }
    }

    @Override
    protected void finish() throws Failure {
        if (outline.model == null || outline.model.isEmpty()) {
            throw Failure.badRequest("modelId: the path must name a model", "modelId");
        }
        if (!messagesSeen) {
            throw Failure.badRequest("messages: Field required", "messages");
        }
        outline.foreignThoughts = foreignThoughts;
        outline.refusesThinking = budget && loop.refusesThinking();
    }

    private void messages() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("messages", "a list");
        }
        messagesSeen = true;
        outline.messages = 0;
        loop = new ToolLoop();
        boolean firstOfUser = true;
        while (next() != JsonToken.END_ARRAY) {
            if (firstOfUser) {
                rememberTexts();
            }
            if (message() && firstOfUser) {
                identifyRemembered();
                firstOfUser = false;
            }
            outline.messages++;
        }
        forgetTexts();
    }

    /** Scans one message; whether it is the user's. */
    private boolean message() throws IOException, Failure {
        String path = "messages." + outline.messages;
        object(path);
        String role = null;
        boolean content = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            next();
            if (name.equals("role")) {
                role = string(path + ".role");
            } else if (name.equals("content")) {
                content = true;
                list(path + ".content");
            } else {
                skip();
            }
        }
        if (role == null || !content) {
            String missing = path + (role == null ? ".role" : ".content");
            throw Failure.badRequest(missing + ": Field required", missing);
        }
        if (role.equals("user")) {
            loop.user(hasResults);
            return true;
        }
        loop.assistant(thoughtFirst);
        return false;
    }

    private void tools() throws IOException, Failure {
        object("toolConfig");
        int start = offset();
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            next();
            if (name.equals("tools") && parser.currentToken() == JsonToken.START_ARRAY) {
                toolList();
            } else {
                skip();
            }
        }
        outline.textBytes += end() - start;
        identify(start, end());
    }

    private void toolList() throws IOException, Failure {
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType("toolConfig.tools", "a list of objects");
            }
            while (next() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                next();
                switch (name) {
                    case "cachePoint" -> cachePoint();
                    case "systemTool" -> {
                        outline.serverTools++;
                        outline.tools = true;
                        skip();
                    }
                    default -> {
                        outline.tools = true;
                        skip();
                    }
                }
            }
        }
    }

    private void inference() throws IOException, Failure {
        object("inferenceConfig");
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (next() != JsonToken.VALUE_NULL && name.equals("maxTokens")) {
                outline.maxTokens = integer("inferenceConfig.maxTokens");
            } else {
                skip();
            }
        }
    }

    /** What makers call thinking; Bedrock takes any JSON here. */
    private void thinking() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = next();
            boolean named = name.equals("thinking") || name.startsWith("reasoning") && !name.endsWith("effort");
            if (named && value == JsonToken.START_OBJECT) {
                outline.thinking = true;
                while (next() != JsonToken.END_OBJECT) {
                    String inner = parser.currentName();
                    if (next() == JsonToken.VALUE_STRING && inner.equals("type")) {
                        outline.thinking = !parser.getText().equals("disabled");
                        budget |= name.equals("thinking") && parser.getText().equals("enabled");
                    } else {
                        skip();
                    }
                }
            } else {
                outline.thinking |= value == JsonToken.VALUE_STRING
                        && (named || name.equals("reasoning_effort"));
                skip();
            }
        }
    }
}
