package io.github.llmgateway.testing;

import static io.github.llmgateway.testing.ModelApi.quoted;

import java.util.ArrayList;
import java.util.List;

/** A turn in the words of OpenAI's Chat Completions API. */
final class OpenAiSpeech {

    private static final int PIECE = 3;

    private OpenAiSpeech() {
    }

    static String whole(Turn turn) {
        List<String> fields = new ArrayList<>();
        fields.add("\"role\":\"assistant\"");
        fields.add("\"content\":" + (turn.text() == null ? "null" : quoted(turn.text())));
        if (turn.thinking() != null) {
            fields.add("\"reasoning_content\":" + quoted(turn.thinking()));
        }
        if (turn.tool() != null) {
            fields.add("\"tool_calls\":[{\"id\":\"" + Turn.CALL_ID + "\",\"type\":\"function\",\"function\":{\"name\":"
                    + quoted(turn.tool()) + ",\"arguments\":" + quoted(turn.input()) + "}}]");
        }
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-5\",\"choices\":["
                + "{\"index\":0,\"message\":{" + String.join(",", fields) + "},\"logprobs\":null,\"finish_reason\":\""
                + finishReason(turn) + "\"}],\"usage\":" + usage(turn) + "}";
    }

    private static String usage(Turn turn) {
        int prompt = turn.prompt() + turn.cached();
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + turn.completion() + ",\"total_tokens\":"
                + (prompt + turn.completion()) + ",\"prompt_tokens_details\":{\"cached_tokens\":" + turn.cached()
                + "}}";
    }

    private static String finishReason(Turn turn) {
        return turn.tool() != null ? "tool_calls" : "stop";
    }

    /** Tool calls come as real servers send them: id and name first, then arguments in small pieces. */
    static List<String> stream(Turn turn) {
        List<String> chunks = new ArrayList<>();
        chunks.add(chunk("{\"role\":\"assistant\",\"content\":null}", null));
        if (turn.thinking() != null) {
            chunks.add(chunk("{\"reasoning_content\":" + quoted(turn.thinking()) + "}", null));
        }
        if (turn.text() != null) {
            pieces(turn.text()).forEach(piece -> chunks.add(chunk("{\"content\":" + quoted(piece) + "}", null)));
        }
        if (turn.tool() != null) {
            chunks.add(chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"" + Turn.CALL_ID
                    + "\",\"type\":\"function\",\"function\":{\"name\":" + quoted(turn.tool())
                    + ",\"arguments\":\"\"}}]}", null));
            pieces(turn.input()).forEach(piece -> chunks.add(chunk("{\"tool_calls\":[{\"index\":0,\"function\":{"
                    + "\"arguments\":" + quoted(piece) + "}}]}", null)));
        }
        chunks.add(chunk("{}", finishReason(turn)));
        chunks.add("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"gpt-5\",\"choices\":[],\"usage\":" + usage(turn) + "}\n\n");
        chunks.add("data: [DONE]\n\n");
        return chunks;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += PIECE) {
            pieces.add(text.substring(i, Math.min(text.length(), i + PIECE)));
        }
        return pieces;
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
                + (finish == null ? "null" : "\"" + finish + "\"") + "}]}\n\n";
    }

    static String error(String type, String message) {
        return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":" + quoted(type)
                + ",\"param\":null,\"code\":null}}";
    }
}
