package io.github.llmgateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer in OpenAI's older format ({@code text_completion}): each prompt is one question, answered as a conversation
 * of one message would be.
 */
final class Completion {

    /** The same request gets the same answer, so there is no clock in it: 2025-01-01. */
    static final long CREATED = 1_735_689_600;

    private final String id;
    private final String model;
    private final List<ChatAnswer> answers = new ArrayList<>();
    private final Usage usage;

    private Completion(String id, String model, Usage prompt) {
        this.id = id;
        this.model = model;
        this.usage = prompt;
    }

    private Completion(Completion draft) {
        this.id = draft.id;
        this.model = draft.model;
        this.answers.addAll(draft.answers);
        this.usage = draft.usage.withOutput(answers.stream().mapToLong(a -> a.usage().output()).sum(), 0);
    }

    static Completion of(ObjectNode body, Behaviour behaviour, String id, long promptTokens) throws Failure {
        Completion draft = new Completion("cmpl-sim" + id, "simulator/" + behaviour.name(),
                new Usage(promptTokens, 0, 0, 0, 0, 0));
        for (String prompt : prompts(body.path("prompt"))) {
            draft.answers.add(new Speech(asked(body, prompt), behaviour, id).answer(promptTokens));
        }
        return new Completion(draft);
    }

    private static List<String> prompts(JsonNode prompt) throws Failure {
        List<String> prompts = new ArrayList<>();
        if (prompt.isTextual()) {
            prompts.add(prompt.asText());
        } else if (prompt.isArray() && !prompt.isEmpty() && !prompt.get(0).isNumber()) {
            for (JsonNode one : prompt) {
                // What token numbers mean only the model that they were made for knows.
                prompts.add(one.isTextual() ? one.asText() : "");
            }
        } else {
            prompts.add("");
        }
        if (prompts.size() > Embedding.MOST_INPUTS) {
            throw Failure.badRequest("prompt: at most " + Embedding.MOST_INPUTS + " prompts.", "prompt");
        }
        return prompts;
    }

    private static ChatRequest asked(ObjectNode body, String prompt) {
        List<String> stops = new ArrayList<>();
        if (body.path("stop").isTextual()) {
            stops.add(body.get("stop").asText());
        }
        body.path("stop").forEach(stop -> stops.add(stop.asText()));
        Integer maxTokens = body.path("max_tokens").isInt() ? body.get("max_tokens").intValue() : null;
        ChatRequest.Message message =
                new ChatRequest.Message(ChatRequest.Role.USER, List.of(new ContentBlock.Text(prompt)));
        return new ChatRequest(body.path("model").asText(), List.of(), List.of(message), List.of(), null, null,
                maxTokens, ChatRequest.Sampling.UNSAID, stops, null, null, false, false, null, null, Map.of());
    }

    Usage usage() {
        return usage;
    }

    String model() {
        return model;
    }

    StopReason reason() {
        return answers.get(0).reason();
    }

    byte[] whole() {
        ObjectNode body = head();
        for (int i = 0; i < answers.size(); i++) {
            choice(body, i, text(answers.get(i)), finish(answers.get(i)));
        }
        body.set("usage", written());
        return Json.bytes(body);
    }

    /** Its events, one prompt's answer after another's. */
    List<byte[]> events(boolean includeUsage) {
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            for (String piece : Pieces.of(text(answers.get(i)))) {
                events.add(event(i, piece, null, includeUsage));
            }
            events.add(event(i, "", finish(answers.get(i)), includeUsage));
        }
        if (includeUsage) {
            events.add(Json.bytes(head().set("usage", written())));
        }
        return events;
    }

    private byte[] event(int index, String text, String finish, boolean includeUsage) {
        ObjectNode event = head();
        choice(event, index, text, finish);
        if (includeUsage) {
            event.putNull("usage");
        }
        return Json.bytes(event);
    }

    private ObjectNode head() {
        ObjectNode head = Json.object().put("id", id).put("object", "text_completion").put("created", CREATED)
                .put("model", model);
        head.putArray("choices");
        return head;
    }

    private static void choice(ObjectNode body, int index, String text, String finish) {
        ((ArrayNode) body.get("choices")).addObject().put("text", text).put("index", index).putNull("logprobs")
                .put("finish_reason", finish);
    }

    private ObjectNode written() {
        return Json.object().put("prompt_tokens", usage.prompt()).put("completion_tokens", usage.output())
                .put("total_tokens", usage.prompt() + usage.output());
    }

    private static String text(ChatAnswer answer) {
        StringBuilder text = new StringBuilder();
        for (ContentBlock block : answer.content()) {
            if (block instanceof ContentBlock.Text said) {
                text.append(said.text());
            } else if (block instanceof ContentBlock.Refused refused) {
                text.append(refused.text());
            }
        }
        return text.toString();
    }

    private static String finish(ChatAnswer answer) {
        return switch (answer.reason()) {
            case MAX_TOKENS -> "length";
            case REFUSAL -> "content_filter";
            default -> "stop";
        };
    }
}
