package io.github.llmgateway.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.LeftOut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Scans a request of {@code /v1/messages} or {@code /v1/messages/count_tokens}. Strings are passed over undecoded;
 * their sizes are differences of offsets, and of the blocks' types only the few that count are looked at.
 *
 * <p>Thoughts that another maker has signed, or nobody, which a client returns that has changed models, are found so that
 * they can be left out: Anthropic refuses a request with a signature that is not its own.
 *
 * <p>The conversation's key takes the texts alone, without the blocks around them, because a client moves its cache
 * marks from turn to turn, and without the client's attribution block, which Anthropic itself leaves out of the prompt
 * cache.
 */
final class AnthropicScanner extends BlockScanner {

    private static final byte[] ATTRIBUTION = "\"x-anthropic-billing-header:".getBytes(StandardCharsets.US_ASCII);

    /** Whose a message is. */
    private enum Role { USER, ASSISTANT, OTHER }

    private final MarkPlaces places = new MarkPlaces();
    private boolean messagesSeen;
    private boolean budget;
    private ToolLoop loop = new ToolLoop();
    private Role role;

    AnthropicScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    @Override
    protected void value(String name) throws IOException, Failure {
        switch (name) {
            case "model" -> outline.model = string(name);
            case "stream" -> outline.stream = bool(name);
            case "max_tokens" -> outline.maxTokens = parser.currentToken() == JsonToken.VALUE_NULL ? 0 : integer(name);
            case "system" -> system();
            case "messages" -> messages();
            case "tools" -> tools();
            case "thinking" -> thinking();
            case "metadata" -> metadata();
            case "tags", "litellm_metadata" -> forGateway(name);
            case "cache_control" -> cacheControl();
            default -> skip();
        }
    }

    @Override
    protected void finish() throws Failure {
        if (outline.model == null || outline.model.isEmpty()) {
            throw Failure.badRequest("model: Field required", "model");
        }
        if (!messagesSeen) {
            throw Failure.badRequest("messages: Field required", "messages");
        }
        outline.cachePlaces = places;
        outline.refusesThinking = budget && loop.refusesThinking();
    }

    private void system() throws IOException, Failure {
        switch (parser.currentToken()) {
            case VALUE_NULL -> { }
            case VALUE_STRING -> {
                int start = offset();
                parser.finishToken();
                outline.textBytes += end() - start;
                identify(start, end());
                if (end() - start > 2) {
                    places.system(start, end());
                }
            }
            case START_ARRAY -> {
                rememberTexts();
                boolean first = true;
                while (next() != JsonToken.END_ARRAY) {
                    if (block("system")) {
                        places.system(0, offset());
                    }
                    if (first && isAttribution(firstRemembered())) {
                        outline.cachesItself = true;
                        rememberTexts();
                    }
                    first = false;
                }
                identifyRemembered();
            }
            default -> throw wrongType("system", "a string or a list");
        }
    }

    private boolean isAttribution(int start) {
        return start >= 0 && body.startsWith(ATTRIBUTION, start);
    }

    private void messages() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("messages", "a list");
        }
        messagesSeen = true;
        outline.messages = 0;
        places.noMessages();
        boolean firstOfUser = true;
        loop = new ToolLoop();
        LeftOut turns = new LeftOut();
        List<Splice> thoughts = new ArrayList<>(0);
        while (next() != JsonToken.END_ARRAY) {
            if (firstOfUser) {
                rememberTexts();
            }
            int start = offset();
            boolean user = message();
            // Of an empty turn Anthropic wants nothing; those beside it, if both are the user's, it takes as one
            // (Messages API reference, messages).
            boolean nothingElse = foreignThoughts().all();
            turns.element(start, offset() + 1, !nothingElse);
            if (!nothingElse) {
                thoughts.addAll(foreignThoughts().splices());
                follow();
            }
            outline.messages++;
            places.message(user, placeStart(), placeEnd());
            if (firstOfUser && user) {
                identifyRemembered();
                firstOfUser = false;
            }
        }
        thoughts.addAll(turns.splices());
        outline.foreignThoughts = thoughts;
    }

    private void follow() {
        switch (role) {
            case USER -> loop.user(hasResults());
            case ASSISTANT -> loop.assistant(thoughtFirst());
            default -> { }
        }
    }

    /** Scans one message; whether it is the user's. */
    private boolean message() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(path(null), "an object");
        }
        role = null;
        boolean content = false;
        JsonToken token = next();
        while (token != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            token = next();
            if (name.equals("role")) {
                if (token != JsonToken.VALUE_STRING) {
                    throw wrongType(path("role"), "a string");
                }
                role = is("user") ? Role.USER : is("assistant") ? Role.ASSISTANT : Role.OTHER;
                token = next();
            } else if (name.equals("content")) {
                content = true;
                token = content(path("content"));
            } else {
                outline.perTurnControls |= name.equals("output_config");
                skip();
                token = next();
            }
        }
        if (role == null || !content) {
            String missing = path(role == null ? "role" : "content");
            throw Failure.badRequest(missing + ": Field required", missing);
        }
        return role == Role.USER;
    }

    private String path(String field) {
        return "messages." + outline.messages + (field == null ? "" : "." + field);
    }

    private void tools() throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("tools", "a list");
        }
        int start = offset();
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType("tools", "a list of objects");
            }
            outline.tools = true;
            boolean deferred = false;
            while (next() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                next();
                if (name.equals("cache_control")) {
                    cacheControl();
                } else if (name.equals("defer_loading")) {
                    deferred = parser.currentToken() == JsonToken.VALUE_TRUE;
                    skip();
                } else if (name.equals("type") && parser.currentToken() == JsonToken.VALUE_STRING && !is("custom")) {
                    outline.serverTools++;
                } else {
                    skip();
                }
            }
            if (!deferred) {
                places.tool(offset());
            }
        }
        outline.textBytes += end() - start;
        identify(start, end());
    }

    private void thinking() throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("thinking", "an object");
        }
        outline.thinking = true;
        budget = false;
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (next() == JsonToken.VALUE_STRING && name.equals("type")) {
                outline.thinking = !is("disabled");
                budget = is("enabled");
            } else {
                skip();
            }
        }
    }

    @Override
    protected void metadataMember(String name) throws IOException, Failure {
        if (parser.currentToken() == JsonToken.VALUE_STRING && name.equals("user_id")) {
            outline.user = hash();
        } else {
            skip();
        }
    }
}
