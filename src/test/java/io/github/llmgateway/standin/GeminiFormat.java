package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gemini's generateContent (ai.google.dev/api/generate-content) on either of Google's two servers. */
final class GeminiFormat implements Format {

    private final List<Rule> rules;

    /** On Vertex AI or at Google AI Studio. */
    GeminiFormat(boolean vertex) {
        rules = GeminiDemands.at(vertex);
    }

    @Override
    public List<Rule> rules() {
        return rules;
    }

    @Override
    public Heard hear(Query query) {
        Heard.Notes notes = new Heard.Notes();
        notes.model = query.model();
        notes.streamed = query.streamed();
        GeminiDemands.parts(query.at("systemInstruction")).forEach(p -> notes.system.add(p.path("text").asText()));
        each(query.at("contents")).forEach(c -> GeminiDemands.parts(c)
                .forEach(part -> part(part, c.path("role").asText("user"), notes)));
        each(query.at("tools")).flatMap(t -> each(t.path("functionDeclarations"))).forEach(f -> notes.tools.add(
                new Heard.Tool(f.path("name").asText(), f.path("description").asText(null),
                        f.has("parameters") ? f.path("parameters") : f.path("parametersJsonSchema"))));
        JsonNode calling = query.at("toolConfig").path("functionCallingConfig");
        JsonNode allowed = calling.path("allowedFunctionNames");
        notes.choice = allowed.size() == 1 ? allowed.get(0).asText()
                : calling.has("mode") ? calling.path("mode").asText().toLowerCase(Locale.ROOT) : null;
        JsonNode config = query.at("generationConfig");
        notes.schema = config.has("responseSchema") ? config.get("responseSchema") : config.get("responseJsonSchema");
        JsonNode thinking = config.path("thinkingConfig");
        notes.thinking = thinking.isMissingNode() ? null : thinking.path("thinkingBudget").asInt(1) != 0;
        notes.maxTokens = config.has("maxOutputTokens") ? config.path("maxOutputTokens").asInt() : null;
        notes.temperature = config.has("temperature") ? config.path("temperature").asDouble() : null;
        each(config.path("stopSequences")).forEach(stop -> notes.stops.add(stop.asText()));
        return notes.heard();
    }

    private static void part(JsonNode part, String role, Heard.Notes notes) {
        if (part.hasNonNull("thoughtSignature")) {
            notes.signatures.add(part.path("thoughtSignature").asText());
        }
        if (part.path("thought").asBoolean()) {
            notes.thoughts.add(part.path("text").asText());
        } else if (part.has("text")) {
            if (role.equals("model")) {
                notes.said.add(part.path("text").asText());
            } else {
                notes.text(part.path("text").asText());
            }
        } else if (part.has("inlineData")) {
            notes.media(Heard.Media.of(part.at("/inlineData/mimeType").asText(), part.at("/inlineData/data").asText()));
        } else if (part.has("fileData")) {
            notes.media(new Heard.Media(part.at("/fileData/mimeType").asText(), null,
                    part.at("/fileData/fileUri").asText()));
        } else if (part.has("functionCall")) {
            JsonNode call = part.path("functionCall");
            notes.calls.add(new Told.Call(call.path("id").asText(null), call.path("name").asText(),
                    call.path("args").toString()));
        } else if (part.has("functionResponse")) {
            JsonNode response = part.path("functionResponse");
            notes.result(response.path("id").asText(response.path("name").asText()),
                    response.path("response").toString());
            GeminiDemands.parts(response).filter(p -> p.has("inlineData")).forEach(p -> part(p, "tool", notes));
        }
    }

    @Override
    public JsonNode whole(Told told, Query query, Signatures signatures) {
        return answer(parts(told, signatures), stop(told), told, query);
    }

    /** Signatures come on the first call, and on the text that is all; a thought is a summary and has none. */
    private static List<JsonNode> parts(Told told, Signatures signatures) {
        List<JsonNode> parts = new ArrayList<>();
        if (told.thought() != null) {
            parts.add(object("text", told.thought(), "thought", true));
        }
        if (told.text() != null && told.stop() != Told.Stop.REFUSAL) {
            parts.add(object("text", told.text(), "thoughtSignature", told.thought() == null ? null
                    : signatures.issue()));
        }
        for (Told.Call call : told.calls()) {
            parts.add(object("functionCall", object("id", call.id(), "name", call.name(), "args",
                    Nodes.parse(call.input())),
                    "thoughtSignature", call == told.calls().get(0) ? signatures.issue() : null));
        }
        return parts;
    }

    private static JsonNode answer(List<JsonNode> parts, String stop, Told told, Query query) {
        ObjectNode candidate = object("content", parts.isEmpty() ? null : object("role", "model", "parts", parts),
                "finishReason", stop, "index", 0);
        return object("candidates", array(candidate), "usageMetadata", object("promptTokenCount",
                Told.FRESH + Told.CACHED, "cachedContentTokenCount", Told.CACHED, "candidatesTokenCount",
                Told.WRITTEN - told.reasoned(), "thoughtsTokenCount", told.reasoned() == 0 ? null : told.reasoned(),
                "totalTokenCount", Told.FRESH + Told.CACHED + Told.WRITTEN), "modelVersion", query.model(),
                        "responseId",
                "standin");
    }

    private static String stop(Told told) {
        return switch (told.stop()) {
            case END, TOOLS, SEQUENCE -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case REFUSAL -> "SAFETY";
        };
    }

    @Override
    public List<Event> stream(Told told, Query query, Signatures signatures) {
        List<List<JsonNode>> chunks = new ArrayList<>();
        for (JsonNode part : parts(told, signatures)) {
            if (!part.has("text")) {
                chunks.add(List.of(part));
                continue;
            }
            List<String> pieces = Told.pieces(part.path("text").asText());
            pieces.forEach(piece -> chunks.add(List.of(part.path("thought").asBoolean()
                    ? object("text", piece, "thought", true) : object("text", piece))));
            if (part.has("thoughtSignature")) {
                // It comes in a part of its own, behind the text (ai.google.dev/gemini-api/docs/thought-signatures).
                chunks.add(List.of(object("text", "", "thoughtSignature", part.path("thoughtSignature"))));
            }
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            events.add(Event.of(null, answer(chunks.get(i), i == chunks.size() - 1 ? stop(told) : null, told, query)));
        }
        return events.isEmpty() ? List.of(Event.of(null, answer(List.of(), stop(told), told, query))) : events;
    }

    @Override
    public Event broken(Refused form) {
        return Event.of(null, Refused.GOOGLE.body(Trouble.BROKEN, form.words(Trouble.BROKEN)));
    }

    @Override
    public JsonNode count(int tokens) {
        return object("totalTokens", tokens, "promptTokensDetails",
                array(object("modality", "TEXT", "tokenCount", tokens)));
    }
}
