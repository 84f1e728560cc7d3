package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Files that hold an answer alone: whose format it is shows in what it says. */
final class Parts {

    private static final String LAST_OF_RESPONSES = ".*\"type\": ?\"response\\.(completed|incomplete|failed)\".*";

    private static final String SHORTENED = "openai-shell-container.1.chunks.txt";

    private final Archive archive;

    Parts(Archive archive) {
        this.archive = archive;
    }

    void add(Fixtures.Part part) {
        if (part.file().equals(SHORTENED)) {
            archive.skip(part.folder(), "a text that was shortened by hand");
            return;
        }
        if (part.events()) {
            stream(part);
            return;
        }
        JsonNode json = Json.parse(part.bytes());
        if (json.path("type").asText().equals("message")) {
            add(part, Format.ANTHROPIC, Kind.WHOLE, json.path("model").asText(), 200, part.bytes());
        } else if (json.has("choices")) {
            add(part, Format.OPENAI, Kind.WHOLE, json.path("model").asText(), 200, part.bytes());
        } else if (json.path("object").asText().equals("response") || json.has("output") && json.has("status")) {
            boolean failed = json.hasNonNull("error");
            add(part, Format.RESPONSES, failed ? Kind.ERROR : Kind.WHOLE, json.path("model").asText(),
                    failed ? 400 : 200, part.bytes());
        } else if (json.has("candidates")) {
            add(part, Format.GEMINI, Kind.WHOLE, json.path("modelVersion").asText("gemini-2.5-flash"), 200,
                    part.bytes());
        } else if (json.at("/error/status").isTextual()) {
            add(part, Format.GEMINI, Kind.ERROR, "gemini-2.5-flash", json.at("/error/code").asInt(), part.bytes());
        } else if (json.has("error") && part.folder().equals("openai")) {
            boolean responses = part.file().startsWith("openai-error");
            add(part, responses ? Format.RESPONSES : Format.OPENAI, Kind.ERROR, "gpt-4o",
                    responses ? 429 : 400, part.bytes());
        } else if (json.has("stopReason")) {
            add(part, Format.CONVERSE, Kind.WHOLE, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 200, part.bytes());
        } else {
            archive.skip(part.folder(), json.has("predictions") ? "embeddings, an answer alone" : "not known");
        }
    }

    private void stream(Fixtures.Part part) {
        List<String> data = part.data();
        JsonNode first = parse(data.get(0));
        if (first == null) {
            archive.skip(part.folder(), "a file of events that are not one a line");
        } else if (first.path("type").asText().equals("message_start")) {
            split(part, Format.ANTHROPIC, ".*\"message_stop\".*", first.at("/message/model").asText());
        } else if (first.path("type").asText().startsWith("response.")) {
            split(part, Format.RESPONSES, LAST_OF_RESPONSES, first.at("/response/model").asText());
        } else if (first.path("object").asText().startsWith("chat.completion")
                || first.has("choices")) {
            add(part, Format.OPENAI, Kind.STREAM, first.path("model").asText(), 200, chunks(data));
        } else if (first.has("candidates")) {
            add(part, Format.GEMINI, Kind.STREAM, first.path("modelVersion").asText("gemini-2.5-flash"), 200,
                    Parts.lines(data));
        } else if (first.has("messageStart") || first.has("contentBlockStart")
                || first.has("contentBlockDelta")) {
            add(part, Format.CONVERSE, Kind.STREAM, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 200,
                    AwsMessages.ofLines(data));
        } else {
            archive.skip(part.folder(), "not known");
        }
    }

    /** Some files hold the answers of a whole conversation. */
    private void split(Fixtures.Part part, Format format, String last, String model) {
        List<String> data = part.data();
        int from = 0;
        for (int i = 0; i < data.size(); i++) {
            boolean broken = i + 1 < data.size() && data.get(i + 1).contains("\"response.created\"");
            if (i == data.size() - 1 || data.get(i).matches(last) || broken) {
                if (format == Format.RESPONSES && !data.get(i).matches(last)) {
                    archive.skip(part.folder(), "a stream that breaks off");
                } else {
                    boolean raw = from == 0 && i == data.size() - 1 && !part.file().endsWith(".chunks.txt");
                    add(part, format, Kind.STREAM, model, 200,
                            raw ? part.bytes() : events(data.subList(from, i + 1)));
                }
                from = i + 1;
            }
        }
    }

    private void add(Fixtures.Part part, Format format, Kind kind, String model, int status, byte[] answer) {
        boolean azure = part.folder().equals("azure-openai");
        String provider = switch (format) {
            case ANTHROPIC -> "anthropic";
            case OPENAI -> azure ? "azure" : part.file().startsWith("xai") ? "xai" : "openai";
            case RESPONSES -> azure ? "azure/responses" : "openai/responses";
            case GEMINI -> part.file().contains("vertex") ? "vertex_ai" : "gemini";
            case CONVERSE -> "bedrock/converse";
        };
        String type = kind != Kind.STREAM ? "application/json"
                : format == Format.CONVERSE ? "application/vnd.amazon.eventstream" : "text/event-stream";
        archive.recordings.add(new Recording(part.folder(), part.file(), format, kind, provider,
                model.isEmpty() ? "gpt-4o" : model, null, null, status, Map.of("content-type", List.of(type)), answer));
    }

    private static byte[] events(List<String> data) {
        StringBuilder sse = new StringBuilder();
        data.forEach(each -> sse.append("event: ").append(parse(each).path("type").asText()).append("\ndata: ")
                .append(each).append("\n\n"));
        return sse.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] lines(List<String> data) {
        StringBuilder sse = new StringBuilder();
        data.forEach(each -> sse.append("data: ").append(each).append("\n\n"));
        return sse.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] chunks(List<String> data) {
        byte[] sse = lines(data);
        return data.get(data.size() - 1).equals("[DONE]") ? sse
                : (new String(sse, StandardCharsets.UTF_8) + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
