package io.github.llmgateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The models one may ask for: groups and aliases, in Gemini's format below {@code /v1beta/}, in Anthropic's where the
 * client says {@code anthropic-version} (or {@code x-api-key} without a Bearer token), else in OpenAI's. One of them by
 * its id where the path goes on behind {@code models/}.
 */
public final class ModelList implements Processor, NonBlocking {

    /** Whose format a list has. */
    private enum Format {
        ANTHROPIC,
        OPENAI,
        /** Gemini API reference, "Models". */
        GEMINI
    }

    private final Set<String> models = new LinkedHashSet<>();
    /** When this list was made: neither format allows none, and no provider is asked. */
    private final Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** Lists the models of {@code config}; wildcards name no model, so they are left out. */
    public ModelList(GatewayConfig config) {
        config.groups().keySet().stream().filter(name -> name.indexOf('*') < 0).forEach(models::add);
        config.routing().aliases().forEach((name, alias) -> {
            if (!alias.hidden()) {
                models.add(name);
            }
        });
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        Format format = format(message, path);
        int behind = path.indexOf("models/");
        if (behind >= 0) {
            String id = URLDecoder.decode(path.substring(behind + 7), StandardCharsets.UTF_8);
            if (!models.contains(id)) {
                throw Failure.of(FailureKind.NOT_FOUND, "The model '" + id + "' is not known here.")
                        .withParam("model").withCode("model_not_found");
            }
            answer(message, model(id, format));
        } else {
            answer(message, switch (format) {
                case ANTHROPIC -> anthropicList(message);
                case OPENAI -> wholeList("data", format).put("object", "list");
                case GEMINI -> wholeList("models", format);
            });
        }
    }

    private static Format format(Message message, String path) {
        if (path.startsWith("/v1beta/")) {
            return Format.GEMINI;
        }
        return message.getHeader("anthropic-version") != null
                || message.getHeader("x-api-key") != null && message.getHeader("authorization") == null
                ? Format.ANTHROPIC : Format.OPENAI;
    }

    private static void answer(Message message, ObjectNode json) {
        message.setBody(Answer.json(200, Json.bytes(json)));
    }

    private ObjectNode wholeList(String field, Format format) {
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray(field);
        models.forEach(id -> data.add(model(id, format)));
        return list;
    }

    /** A page of Anthropic's list; {@code limit}, {@code after_id} as in its API. */
    private ObjectNode anthropicList(Message message) {
        int limit = limit(message.getHeader("limit", String.class));
        String after = message.getHeader("after_id", String.class);
        ObjectNode list = Json.object();
        ArrayNode data = list.putArray("data");
        boolean begun = after == null || !models.contains(after);
        boolean more = false;
        for (String id : models) {
            if (begun && data.size() == limit) {
                more = true;
                break;
            }
            if (begun) {
                data.add(model(id, Format.ANTHROPIC));
            }
            begun |= id.equals(after);
        }
        list.put("has_more", more);
        list.put("first_id", data.isEmpty() ? null : data.get(0).path("id").asText());
        list.put("last_id", data.isEmpty() ? null : data.get(data.size() - 1).path("id").asText());
        return list;
    }

    private static int limit(String wanted) {
        try {
            return wanted == null ? 1000 : Math.max(1, Math.min(1000, Integer.parseInt(wanted)));
        } catch (NumberFormatException notANumber) {
            return 1000;
        }
    }

    private ObjectNode model(String id, Format format) {
        return switch (format) {
            case ANTHROPIC -> Json.object().put("type", "model").put("id", id).put("display_name", id)
                    .put("created_at", created.toString());
            case OPENAI -> Json.object().put("id", id).put("object", "model").put("created", created.getEpochSecond())
                    .put("owned_by", "llm-gateway");
            case GEMINI -> {
                ObjectNode model = Json.object().put("name", "models/" + id).put("displayName", id);
                model.putArray("supportedGenerationMethods").add("generateContent").add("countTokens");
                yield model;
            }
        };
    }
}
