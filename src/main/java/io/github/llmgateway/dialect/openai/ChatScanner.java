package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.chat.Failure;
import java.io.IOException;

/**
 * Chat requests. Texts are measured by offsets and never decoded. The conversation's key is taken from the texts before
 * and in the first user message, not from whole messages: cache marks move from turn to turn.
 */
final class ChatScanner extends OpenAiScanner {

    private boolean messagesSeen;

    ChatScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    @Override
    void field(String name) throws IOException, Failure {
        switch (name) {
            case "messages" -> messages();
            case "tools", "functions" -> tools(name);
            case "reasoning_effort" -> effort();
            case "reasoning", "thinking" -> thinking(name);
            case "response_format" -> countWhole();
            case "cache_control" -> cacheMark();
            default -> skip();
        }
    }

    @Override
    void demandInput() throws Failure {
        if (!messagesSeen) {
            throw Failure.badRequest("Missing required parameter: 'messages'.", "messages");
        }
        if (outline.messages == 0) {
            throw Failure.badRequest("messages: must have at least one message.", "messages");
        }
    }

    private void messages() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("messages", "a list");
        }
        messagesSeen = true;
        outline.messages = 0;
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType("messages[" + outline.messages + "]", "an object");
            }
            message();
            outline.messages++;
        }
    }

    private void message() throws IOException, Failure {
        String role = null;
        beginTurn();
        JsonToken token = next();
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            next();
            switch (name) {
                case "role" -> {
                    if (parser.currentToken() != JsonToken.VALUE_STRING) {
                        throw wrongType("messages[" + outline.messages + "].role", "a string");
                    }
                    role = parser.getText();
                    token = next();
                }
                case "content" -> token = content();
                case "cache_control" -> {
                    cacheMark();
                    token = next();
                }
                case "tool_calls", "function_call", "reasoning_content", "refusal" -> {
                    countWhole();
                    token = next();
                }
                default -> {
                    skip();
                    token = next();
                }
            }
        }
        if (role == null) {
            throw Failure.badRequest("Missing required parameter: 'messages[" + outline.messages + "].role'.",
                    "messages[" + outline.messages + "].role");
        }
        endTurn(role.equals("user"));
    }

    /** Returns the token behind the content. */
    private JsonToken content() throws IOException, Failure {
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                return messageText();
            }
            case VALUE_NULL -> {
                return next();
            }
            case START_ARRAY -> {
                int part = 0;
                while (next() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() != JsonToken.START_OBJECT) {
                        throw wrongType("messages[" + outline.messages + "].content[" + part + "]", "an object");
                    }
                    part();
                    part++;
                }
                return next();
            }
            default -> throw wrongType("messages[" + outline.messages + "].content", "a string or a list of objects");
        }
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
                case "image_url" -> outline.images = true;
                case "file" -> outline.documents = true;
                case "thinking", "refusal" -> countWhole();
                case "cache_control" -> cacheMark();
                default -> {
                }
            }
            skip();
            token = next();
        }
    }

    private void tools(String name) throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(name, "a list");
        }
        int start = offset();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = next();
            if (token == JsonToken.FIELD_NAME) {
                // Deeper, a schema may have a property of this name.
                if (depth <= 3 && parser.currentName().equals("cache_control")) {
                    next();
                    cacheMark();
                }
            } else if (token.isStructStart()) {
                outline.tools = true;
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
        outline.textBytes += end() - start;
        identify(start, end());
    }

    private void effort() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            outline.thinking = !string("reasoning_effort").equals("none");
        }
    }

    /** {@code reasoning} is OpenRouter's, {@code thinking} LiteLLM's, DeepSeek's and Z.ai's. */
    private void thinking(String name) throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        boolean wanted = true;
        while (next() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken token = next();
            if (token == JsonToken.VALUE_STRING && (member.equals("type") || member.equals("effort"))) {
                String value = parser.getText();
                wanted &= !value.equals("disabled") && !value.equals("none");
            } else if (token == JsonToken.VALUE_FALSE && member.equals("enabled")) {
                wanted = false;
            }
            skip();
        }
        outline.thinking = wanted;
    }

    /** Anthropic's mark, which LiteLLM and OpenRouter take in OpenAI's format: five minutes unless it says otherwise. */
    private void cacheMark() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        int seconds = 300;
        while (next() == JsonToken.FIELD_NAME) {
            boolean ttl = parser.currentName().equals("ttl");
            if (next() == JsonToken.VALUE_STRING && ttl && parser.getText().equals("1h")) {
                seconds = 3600;
            }
            skip();
        }
        outline.cacheTtlSeconds = Math.max(outline.cacheTtlSeconds, seconds);
    }
}
