package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a whole answer of any format tells its client: the same in all, if nothing was lost between them.
 *
 * @param calls    name and input of the tools called
 * @param reason   why it ended, in OpenAI's words
 * @param prompt   all tokens of the prompt
 * @param cached   those of them that came from the cache
 * @param error    what broke it off; null: nothing
 */
record Said(String text, String thinking, List<String> calls, String reason, long prompt, long cached, long output,
        String error) {

    static Said of(Recording answer) {
        return by(answer.format(), Gathered.answer(answer.format(), answer.answer()));
    }

    /** Without the counts of tokens. */
    Said uncounted() {
        return new Said(text, thinking, calls, reason, 0, 0, 0, error);
    }

    static Said by(Format format, JsonNode answer) {
        return switch (format) {
            case ANTHROPIC -> anthropic(answer);
            case OPENAI -> openai(answer);
            case RESPONSES -> SaidElsewhere.responses(answer);
            case GEMINI -> SaidElsewhere.gemini(answer);
            case CONVERSE -> SaidElsewhere.converse(answer);
        };
    }

    /**
     * As formats have it that do not tell a call of the client's tools from one that the provider's own code has made:
     * who called, waits.
     */
    Said settled() {
        String settled = calls.isEmpty() && reason.equals("tool_calls") ? "stop"
                : !calls.isEmpty() && reason.equals("stop") ? "tool_calls" : reason;
        return new Said(text, thinking, calls, settled, prompt, cached, output, error);
    }

    /** With the names of the tools alone, where their inputs came in pieces. */
    Said namesOnly() {
        return new Said(text, thinking, calls.stream().map(call -> call.replaceFirst("(?s)[{…].*", "")).toList(), reason,
                prompt, cached, output, error);
    }

    private static Said anthropic(JsonNode message) {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<String> calls = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "thinking" -> thinking.append(block.path("thinking").asText());
                case "tool_use" -> calls.add(call(block.path("name"),
                        block.path("json").asText("").isEmpty() ? block.path("input").toString()
                                : block.get("json").textValue()));
                default -> { }
            }
        }
        JsonNode usage = message.path("usage");
        long cached = usage.path("cache_read_input_tokens").asLong();
        long prompt = usage.path("input_tokens").asLong() + cached
                + usage.path("cache_creation_input_tokens").asLong();
        long output = usage.path("output_tokens").asLong();
        // Compaction on the server is billed beside the counts of the answer itself.
        for (JsonNode iteration : usage.path("iterations")) {
            if (iteration.path("type").asText().equals("compaction")) {
                prompt += iteration.path("input_tokens").asLong();
                output += iteration.path("output_tokens").asLong();
            }
        }
        String explained = message.at("/stop_details/explanation").asText("");
        if (text.indexOf(explained) < 0) {
            text.append(explained);
        }
        String reason = switch (message.path("stop_reason").asText("")) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
        return new Said(text.toString(), thinking.toString(), calls, reason, prompt, cached, output, error(message));
    }

    private static Said openai(JsonNode completion) {
        JsonNode choice = completion.path("choices").path(0);
        JsonNode message = choice.path("message");
        String refusal = message.path("refusal").asText("");
        StringBuilder text = new StringBuilder(message.path("content").asText("")).append(refusal);
        StringBuilder thinking = new StringBuilder(message.path("reasoning_content").asText(
                message.path("reasoning").asText("")));
        if (message.path("content").isArray()) {
            for (JsonNode part : message.get("content")) {
                text.append(part.path("text").asText(""));
                part.path("thinking").forEach(thought -> thinking.append(thought.path("text").asText("")));
            }
        }
        List<String> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(call(call.at("/function/name"), call.at("/function/arguments").asText("")));
        }
        JsonNode usage = completion.path("usage");
        long prompt = usage.path("prompt_tokens").asLong();
        long output = usage.path("completion_tokens").asLong();
        long reasoning = usage.at("/completion_tokens_details/reasoning_tokens").asLong();
        // xAI counts its thoughts beside the answer.
        output += usage.path("total_tokens").asLong() == prompt + output + reasoning ? reasoning : 0;
        String reason = choice.path("finish_reason").asText("stop");
        return new Said(text.toString(), thinking.toString(), calls,
                reason.equals("stop") && !refusal.isEmpty() ? "content_filter" : reason,
                prompt, usage.at("/prompt_tokens_details/cached_tokens").asLong(), output, error(completion));
    }

    private static String error(JsonNode answer) {
        return answer.has("error") ? answer.at("/error/message").asText() : null;
    }

    static String call(JsonNode name, String input) {
        JsonNode tree = Json.parse((input.isBlank() ? "{}" : input).getBytes(StandardCharsets.UTF_8));
        return name.asText() + (tree == null ? input : tree.toString());
    }
}
