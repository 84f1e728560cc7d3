package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What answers of Responses, Gemini and Converse tell their clients. */
final class SaidElsewhere {

    /** Reasons of Gemini's for which a filter, not the model, ended the answer (Gemini API reference, FinishReason). */
    private static final Set<String> FILTERED = Set.of("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST",
            "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "MODEL_ARMOR");

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<String> calls = new ArrayList<>();
    private String reason = "stop";

    private SaidElsewhere() {
    }

    static Said responses(JsonNode response) {
        SaidElsewhere said = new SaidElsewhere();
        String paragraph = "";
        for (JsonNode item : response.path("output")) {
            switch (item.path("type").asText()) {
                case "message" -> said.parts(item.path("content"));
                case "reasoning" -> {
                    JsonNode parts = item.path("summary").isEmpty() ? item.path("content") : item.path("summary");
                    for (JsonNode part : parts) {
                        if (!part.path("text").asText("").isEmpty()) {
                            said.thinking.append(paragraph).append(part.path("text").asText(""));
                            paragraph = "\n\n";
                        }
                    }
                    paragraph = "";
                }
                case "function_call" -> said.calls.add((item.hasNonNull("namespace")
                        ? item.get("namespace").asText() + "--" : "")
                        + Said.call(item.path("name"), item.path("arguments").asText()));
                case "custom_tool_call" -> said.calls.add(Said.call(item.path("name"),
                        Json.object().put("input", item.path("input").asText()).toString()));
                default -> { }
            }
        }
        String why = response.at("/incomplete_details/reason").asText("");
        if (!said.calls.isEmpty()) {
            said.reason = "tool_calls";
        }
        if (!why.isEmpty()) {
            said.reason = why.equals("content_filter") ? why : "length";
        }
        JsonNode usage = response.path("usage");
        return said.with(usage.path("input_tokens").asLong(), usage.at("/input_tokens_details/cached_tokens").asLong(),
                usage.path("output_tokens").asLong(), response);
    }

    private void parts(JsonNode content) {
        for (JsonNode part : content) {
            text.append(part.path("text").asText("")).append(part.path("refusal").asText(""));
            reason = part.path("type").asText().equals("refusal") ? "content_filter" : reason;
        }
    }

    static Said gemini(JsonNode answer) {
        SaidElsewhere said = new SaidElsewhere();
        JsonNode candidate = answer.path("candidates").path(0);
        for (JsonNode part : candidate.at("/content/parts")) {
            (part.path("thought").asBoolean() ? said.thinking : said.text).append(part.path("text").asText(""));
            if (part.at("/functionCall/name").isTextual()) {
                JsonNode call = part.get("functionCall");
                said.calls.add(call.path("name").asText() + (call.path("willContinue").asBoolean() ? "…"
                        : call.path("args").isObject() ? call.get("args").toString() : "{}"));
            }
        }
        String why = candidate.path("finishReason").asText("STOP");
        said.reason = FILTERED.contains(why) ? "content_filter" : why.equals("MAX_TOKENS") ? "length"
                : said.calls.isEmpty() ? "stop" : "tool_calls";
        JsonNode usage = answer.path("usageMetadata");
        return said.with(usage.path("promptTokenCount").asLong() + usage.path("toolUsePromptTokenCount").asLong(),
                usage.path("cachedContentTokenCount").asLong(),
                usage.path("candidatesTokenCount").asLong() + usage.path("thoughtsTokenCount").asLong(), answer);
    }

    static Said converse(JsonNode answer) {
        SaidElsewhere said = new SaidElsewhere();
        for (JsonNode block : answer.at("/output/message/content")) {
            said.text.append(block.path("text").asText(""));
            block.at("/citationsContent/content").forEach(part -> said.text.append(part.path("text").asText("")));
            said.thinking.append(block.at("/reasoningContent/reasoningText/text").asText(""));
            JsonNode use = block.path("toolUse");
            if (use.isObject() && !use.path("type").asText().equals("server_tool_use")) {
                said.calls.add(Said.call(use.path("name"), use.has("json") ? use.get("json").asText()
                        : use.path("input").toString()));
            }
        }
        said.reason = switch (answer.path("stopReason").asText("")) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "guardrail_intervened", "content_filtered" -> "content_filter";
            default -> "stop";
        };
        JsonNode usage = answer.path("usage");
        long cached = usage.path("cacheReadInputTokens").asLong();
        return said.with(usage.path("inputTokens").asLong() + cached + usage.path("cacheWriteInputTokens").asLong(),
                cached, usage.path("outputTokens").asLong(), answer);
    }

    private Said with(long prompt, long cached, long output, JsonNode answer) {
        String error = answer.hasNonNull("error")
                ? answer.at("/error/message").asText(answer.path("error").asText()) : answer.has("message")
                        && !answer.has("output") ? answer.get("message").asText() : null;
        return new Said(text.toString(), thinking.toString(), calls, reason, prompt, cached, output, error);
    }
}
