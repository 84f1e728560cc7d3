package io.github.llmgateway.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.Fixtures;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All recordings of requests to models and of their answers, and why the others are passed over. */
final class Archive {

    private static final Map<String, String> PROVIDERS = Map.of("api.anthropic.com", "anthropic", "api.openai.com",
            "openai", "api.groq.com", "groq", "api.mistral.ai", "mistral", "openrouter.ai", "openrouter",
            "api.cerebras.ai", "cerebras", "router.huggingface.co", "huggingface",
            // Google's server for OpenAI's format, which one configures as an OpenAI-compatible one.
            "generativelanguage.googleapis.com", "openai");
    private static final Pattern GEMINI = Pattern.compile("/models/([^/:]+):(\\w+)$");
    private static final Pattern BEDROCK = Pattern.compile("^/model/([^/]+)/([a-z-]+)$");

    final List<Recording> recordings = new ArrayList<>();
    /** How many interactions and files of a folder were passed over, by folder and reason. */
    final Map<String, Map<String, Integer>> skipped = new TreeMap<>();

    Archive() {
        for (String folder : Fixtures.folders()) {
            Fixtures.exchanges(folder).forEach(this::exchange);
            Parts parts = new Parts(this);
            for (String sub : List.of("recorded", "sse", "responses")) {
                Fixtures.parts(folder, sub).forEach(parts::add);
            }
            Fixtures.parts(folder, "embedding").forEach(part -> skip(folder, "embeddings, an answer alone"));
        }
    }

    /** One recording of each model of each provider that speaks one of these. */
    Stream<Recording> models(Format... formats) {
        Map<String, Recording> models = new TreeMap<>();
        recordings.stream().filter(each -> List.of(formats).contains(each.format()))
                .forEach(each -> models.putIfAbsent(each.group(), each));
        return models.values().stream();
    }

    void skip(String folder, String reason) {
        skipped.computeIfAbsent(folder, each -> new TreeMap<>()).merge(reason, 1, Integer::sum);
    }

    private void exchange(Fixtures.Exchange each) {
        String path = each.path();
        Matcher gemini = GEMINI.matcher(path);
        Matcher bedrock = BEDROCK.matcher(path);
        boolean post = each.method().equalsIgnoreCase("POST");
        String named = post && each.request() != null && Json.parse(each.request()) != null
                ? Json.parse(each.request()).path("model").asText() : "";
        if (post && path.endsWith("/chat/completions")) {
            add(each, Format.OPENAI, PROVIDERS.get(each.host()), named, path);
        } else if (post && path.startsWith("/v1/messages")) {
            add(each, Format.ANTHROPIC, "anthropic", named, path);
        } else if (post && path.endsWith("/responses")) {
            boolean azure = each.host().endsWith(".azure.com");
            add(each, Format.RESPONSES, azure ? "azure-v1" : "openai/responses", named, path);
        } else if (post && each.host().endsWith("googleapis.com") && gemini.find()) {
            boolean vertex = each.host().contains("aiplatform");
            add(each, Format.GEMINI, vertex ? "vertex_ai" : "gemini", gemini.group(1),
                    each.uri().endsWith("alt=sse") ? path + "?alt=sse" : path);
        } else if (post && each.host().startsWith("bedrock-runtime.") && bedrock.find()) {
            add(each, Format.CONVERSE, "bedrock/converse",
                    URLDecoder.decode(bedrock.group(1), StandardCharsets.UTF_8), path);
        } else {
            skip(each.folder(), reason(each));
        }
    }

    private void add(Fixtures.Exchange each, Format format, String provider, String model, String path) {
        boolean counts = path.matches(".*(count-tokens|countTokens|count_tokens)");
        boolean streamed = each.streamed() || path.endsWith("/converse-stream");
        boolean pending = format == Format.RESPONSES && !streamed
                && Json.parse(each.answer()).path("status").asText().matches("queued|in_progress");
        Kind kind = each.status() != 200 ? Kind.ERROR : counts ? Kind.COUNT : pending ? Kind.PENDING
                : streamed ? Kind.STREAM : Kind.WHOLE;
        recordings.add(new Recording(each.folder(), each.file(), format, kind, provider, model, path, each.request(),
                each.status(), each.headers(), each.answer()));
    }

    private static String reason(Fixtures.Exchange each) {
        String uri = each.uri();
        return each.path().endsWith("/responses/compact") ? "OpenAI's compaction, an operation of its own"
                : each.path().endsWith("/responses/input_tokens") ? "OpenAI's count for Responses, which has no door"
                : uri.contains("/responses/") ? "a stored answer that is fetched"
                : uri.contains(".openai.com/") ? "OpenAI's files, stores and conversations"
                : uri.contains("oauth2.googleapis") ? "a token that the client fetched"
                : uri.contains("google") ? "Gemini's stores of files"
                : uri.contains("cohere") ? "Cohere's own API"
                : each.method().equals("GET") ? "a file that the client fetched" : "another vendor's API";
    }
}
