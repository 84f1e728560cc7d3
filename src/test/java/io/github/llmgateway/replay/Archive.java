package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.replay.Recording.Format;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All recordings of the two formats, and why the others are passed over. */
final class Archive {

    private static final Map<String, String> PROVIDERS = Map.of("api.anthropic.com", "anthropic", "api.openai.com",
            "openai", "api.groq.com", "groq", "api.mistral.ai", "mistral", "openrouter.ai", "openrouter",
            "api.cerebras.ai", "cerebras", "router.huggingface.co", "huggingface",
            // Google's server for OpenAI's format, which one configures as an OpenAI-compatible one.
            "generativelanguage.googleapis.com", "openai");

    final List<Recording> recordings = new ArrayList<>();
    /** How many interactions and files of a folder were passed over, by folder and reason. */
    final Map<String, Map<String, Integer>> skipped = new TreeMap<>();

    Archive() {
        for (String folder : Fixtures.folders()) {
            Fixtures.exchanges(folder).forEach(this::exchange);
            for (String sub : List.of("recorded", "sse")) {
                Fixtures.parts(folder, sub).forEach(this::part);
            }
            Fixtures.parts(folder, "responses").forEach(part -> skip(folder, "Responses API"));
            Fixtures.parts(folder, "embedding").forEach(part -> skip(folder, "embeddings, an answer alone"));
        }
    }

    /** One recording of each model of each provider. */
    Stream<Recording> models() {
        Map<String, Recording> models = new TreeMap<>();
        recordings.forEach(each -> models.putIfAbsent(each.provider() + "/" + each.model(), each));
        return models.values().stream();
    }

    private void skip(String folder, String reason) {
        skipped.computeIfAbsent(folder, each -> new TreeMap<>()).merge(reason, 1, Integer::sum);
    }

    private void exchange(Fixtures.Exchange each) {
        String path = each.path();
        boolean chat = path.endsWith("/chat/completions");
        if (!chat && !path.startsWith("/v1/messages")) {
            skip(each.folder(), reason(each));
            return;
        }
        Kind kind = each.status() != 200 ? Kind.ERROR
                : path.endsWith("/count_tokens") ? Kind.COUNT
                : each.streamed() ? Kind.STREAM : Kind.WHOLE;
        recordings.add(new Recording(each.folder(), each.file(), chat ? Format.OPENAI : Format.ANTHROPIC, kind,
                PROVIDERS.get(each.host()), Json.parse(each.request()).path("model").asText(), each.request(),
                each.status(), each.headers(), each.answer()));
    }

    private static String reason(Fixtures.Exchange each) {
        String uri = each.uri();
        return uri.contains("/responses") ? "Responses API"
                : uri.contains(".openai.com/") ? "OpenAI's other APIs"
                : uri.contains("bedrock") ? "Bedrock's own API"
                : uri.contains("google") ? "Gemini's own API"
                : uri.contains("cohere") ? "Cohere's own API"
                : each.method().equals("GET") ? "a file that the client fetched" : "another vendor's API";
    }

    private void part(Fixtures.Part part) {
        if (part.events()) {
            stream(part);
            return;
        }
        JsonNode json = Json.parse(part.bytes());
        boolean message = json.path("type").asText().equals("message");
        if (message || json.has("choices")) {
            add(part, message ? Format.ANTHROPIC : Format.OPENAI, Kind.WHOLE, json.path("model").asText(), 200,
                    part.bytes());
        } else if (json.has("error") && part.folder().equals("openai")) {
            add(part, Format.OPENAI, Kind.ERROR, "gpt-4o", 400, part.bytes());
        } else {
            skip(part.folder(), otherFormat(json));
        }
    }

    private void stream(Fixtures.Part part) {
        List<String> data = part.data();
        JsonNode first = parse(data.get(0));
        if (first.path("type").asText().equals("message_start")) {
            int from = 0;
            for (int i = 0; i < data.size(); i++) {
                // Some files hold the answers of a whole conversation.
                if (i == data.size() - 1 || data.get(i).contains("\"message_stop\"")) {
                    boolean raw = from == 0 && i == data.size() - 1 && !part.file().endsWith(".chunks.txt");
                    add(part, Format.ANTHROPIC, Kind.STREAM, first.at("/message/model").asText(), 200,
                            raw ? part.bytes() : events(data.subList(from, i + 1)));
                    from = i + 1;
                }
            }
        } else if (first.path("object").asText().equals("chat.completion.chunk")) {
            add(part, Format.OPENAI, Kind.STREAM, first.path("model").asText(), 200, chunks(data));
        } else {
            skip(part.folder(), otherFormat(first));
        }
    }

    private static String otherFormat(JsonNode json) {
        return json.path("object").asText().equals("response") || json.path("type").asText().startsWith("response.")
                ? "Responses API"
                : json.has("candidates") || json.at("/error/status").isTextual() || json.has("predictions")
                        ? "Gemini's own API" : "Bedrock's own API";
    }

    private void add(Fixtures.Part part, Format format, Kind kind, String model, int status, byte[] answer) {
        String provider = format == Format.ANTHROPIC ? "anthropic" : part.file().startsWith("xai") ? "xai" : "openai";
        String type = kind == Kind.STREAM ? "text/event-stream" : "application/json";
        recordings.add(new Recording(part.folder(), part.file(), format, kind, provider, model, null, status,
                Map.of("content-type", List.of(type)), answer));
    }

    private static byte[] events(List<String> data) {
        StringBuilder sse = new StringBuilder();
        data.forEach(each -> sse.append("event: ").append(parse(each).path("type").asText()).append("\ndata: ")
                .append(each).append("\n\n"));
        return sse.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] chunks(List<String> data) {
        StringBuilder sse = new StringBuilder();
        data.forEach(each -> sse.append("data: ").append(each).append("\n\n"));
        if (!data.get(data.size() - 1).equals("[DONE]")) {
            sse.append("data: [DONE]\n\n");
        }
        return sse.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
