package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.dialect.Json;

/** {@code logprobsResult} and OpenAI's {@code logprobs}, which the neutral conversation has. */
final class Logprobs {

    private Logprobs() {
    }

    /** OpenAI's object; null: there is none. */
    static JsonNode read(JsonNode candidate) {
        JsonNode result = Fields.get(candidate, "logprobsResult");
        if (result == null) {
            return null;
        }
        ObjectNode written = Json.object();
        ArrayNode content = written.putArray("content");
        JsonNode chosen = result.path("chosenCandidates");
        for (int i = 0; i < chosen.size(); i++) {
            ArrayNode top = token(chosen.get(i), content.addObject()).putArray("top_logprobs");
            result.path("topCandidates").path(i).path("candidates").forEach(each -> token(each, top.addObject()));
        }
        return written.putNull("refusal");
    }

    private static ObjectNode token(JsonNode from, ObjectNode to) {
        to.put("token", from.path("token").asText());
        to.set("logprob", from.path("logProbability").isNumber() ? from.get("logProbability") : to.numberNode(0));
        return to.putNull("bytes");
    }

    /** Google's object; null: there is none. */
    static ObjectNode write(JsonNode logprobs) {
        if (logprobs == null || !logprobs.path("content").isArray()) {
            return null;
        }
        ObjectNode written = Json.object();
        ArrayNode chosen = written.putArray("chosenCandidates");
        ArrayNode top = written.putArray("topCandidates");
        for (JsonNode token : logprobs.get("content")) {
            candidate(token, chosen.addObject());
            ArrayNode candidates = top.addObject().putArray("candidates");
            token.path("top_logprobs").forEach(each -> candidate(each, candidates.addObject()));
        }
        return written;
    }

    private static void candidate(JsonNode from, ObjectNode to) {
        to.put("token", from.path("token").asText());
        to.set("logProbability", from.path("logprob"));
    }
}
