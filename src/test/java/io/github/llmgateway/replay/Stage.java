package io.github.llmgateway.replay;

import io.github.llmgateway.replay.Recording.Kind;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One gateway and one provider that answers what was recorded. A request says in a header which group it wants, by the
 * rule that {@code routes/models.yaml} shows, so that its bytes stay as they were recorded.
 */
final class Stage implements AutoCloseable {

    /** What a client got, and what the provider was asked (null: nothing). */
    record Outcome(int status, Map<String, List<String>> headers, byte[] body, StubProvider.Asked asked) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** These belong to one connection, or to a body's form on it. */
    private static final Set<String> FRAMING = Set.of("connection", "keep-alive", "content-length", "content-encoding",
            "transfer-encoding");
    /** Groups of this prefix drop what cannot be said. */
    static final String LENIENT = "lenient/";

    private static final String AZURE_VERSION = "2025-04-01-preview";
    /** Pieces of a stream as a network cuts it: in the middle of events, words and characters. */
    private static final int PIECE = 1013;
    private static final String RULE = """
            - route:
                id: models
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:resolve
                  steps:
                    - setProperty: {name: group, simple: "${header.x-replay-group}"}
                    - process:
                        ref: resolve-model
            """;

    private final StubProvider provider = new StubProvider(StubProvider.json(500, "{}"));
    private final RunningGateway gateway;

    /** Starts it with a deployment for each model in the recordings, and one a provider that renames whatever is asked. */
    Stage(List<Recording> recordings, Path directory) throws IOException {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        Set<String> models = new TreeSet<>();
        for (Recording each : recordings) {
            models.add(each.group());
            models.add(each.provider() + "/renamed");
        }
        for (String model : models) {
            String parameters = parameters(model);
            yaml.append("""
                  - model_name: "%s"
                    litellm_params: {%s}
                  - model_name: "%s"
                    litellm_params: {%s, drop_params: true}
                """.formatted(group(model), parameters, LENIENT + model, parameters));
        }
        yaml.append("router_settings: {num_retries: 0, disable_cooldowns: true}\n");
        // The recordings' pictures are on the internet.
        yaml.append("gateway_settings: {media: {enabled: false}}\n");
        Path routes = Files.createDirectories(directory.resolve("routes"));
        String shipped = new String(Stage.class.getResourceAsStream("/routes/models.yaml").readAllBytes(),
                StandardCharsets.UTF_8);
        Files.writeString(routes.resolve("models.yaml"), RULE + shipped.substring(shipped.indexOf("- routeTemplate:")));
        gateway = RunningGateway.with(yaml.toString(), Optional.of(routes));
    }

    /** How a file points at the provider: the clouds' paths on this machine, and a key instead of their tokens. */
    private String parameters(String model) {
        boolean v1 = model.startsWith("azure-v1/");
        String cloud = model.startsWith("vertex_ai/") ? ", vertex_project: project, vertex_location: europe-west4"
                : model.startsWith("azure/") ? ", api_version: " + AZURE_VERSION : "";
        return "model: \"%s\", api_key: sk-replay, api_base: \"%s\"%s".formatted(
                model.replace("azure-v1/", "azure/responses/"), provider.url() + (v1 ? "/openai/v1" : ""), cloud);
    }

    /** Where a provider is asked for the model {@code renamed} what a recording asked. */
    static String address(Recording recording) {
        boolean streamed = recording.streamed();
        boolean counts = recording.counts();
        return switch (recording.provider()) {
            case "azure" -> "/openai/deployments/renamed/chat/completions?api-version=" + AZURE_VERSION;
            case "azure/responses" -> "/openai/responses?api-version=" + AZURE_VERSION;
            case "azure-v1" -> "/openai/v1/responses";
            case "openai/responses" -> "/responses";
            case "anthropic" -> counts ? "/v1/messages/count_tokens" : "/v1/messages";
            case "bedrock/converse" -> "/model/renamed/"
                    + (counts ? "count-tokens" : streamed ? "converse-stream" : "converse");
            case "gemini", "vertex_ai" -> (recording.provider().equals("gemini") ? "/v1beta"
                    : "/v1/projects/project/locations/europe-west4/publishers/google") + "/models/renamed:"
                    + (counts ? "countTokens" : streamed ? "streamGenerateContent?alt=sse" : "generateContent");
            default -> "/chat/completions";
        };
    }

    /** Where a client has asked what was recorded, or would have asked for it. */
    static String door(Recording recording) {
        return recording.path() != null && (recording.format().byPath() || recording.counts()) ? recording.path()
                : door(recording.format(), recording.kind(), recording.streamed());
    }

    /** Where a client asks in a format; of one whose path names the model the name says nothing here. */
    static String door(Format format, Kind kind, boolean streamed) {
        boolean counts = kind == Kind.COUNT;
        return switch (format) {
            case ANTHROPIC -> counts ? "/v1/messages/count_tokens" : "/v1/messages";
            case OPENAI -> "/v1/chat/completions";
            case RESPONSES -> "/v1/responses";
            case GEMINI -> "/v1beta/models/asked:"
                    + (counts ? "countTokens" : streamed ? "streamGenerateContent?alt=sse" : "generateContent");
            case CONVERSE -> "/model/asked/" + (counts ? "count-tokens" : streamed ? "converse-stream" : "converse");
        };
    }

    private static String group(String model) {
        return model.endsWith("/renamed") ? "same-" + model.replace("/renamed", "") : model;
    }

    /** Sends a request at a door of the gateway to the provider of {@code answer}, which answers so. */
    Outcome play(String path, byte[] request, String group, Recording answer) throws Exception {
        int before = provider.asked().size();
        provider.behave((asked, response) -> tell(answer, response));
        HttpResponse<InputStream> got = gateway.stream(path, new String(request, StandardCharsets.UTF_8),
                "x-replay-group", group);
        try (InputStream body = got.body()) {
            return new Outcome(got.statusCode(), got.headers().map(), body.readAllBytes(),
                    provider.asked().size() > before ? provider.last() : null);
        }
    }

    private static void tell(Recording answer, HttpServerResponse response) {
        response.setStatusCode(answer.status());
        answer.headers().forEach((name, values) -> {
            if (!FRAMING.contains(name)) {
                response.putHeader(name, values);
            }
        });
        if (answer.kind() != Kind.STREAM) {
            response.end(Buffer.buffer(answer.answer()));
            return;
        }
        response.setChunked(true);
        Buffer whole = Buffer.buffer(answer.answer());
        for (int from = 0; from < whole.length(); from += PIECE) {
            response.write(whole.getBuffer(from, Math.min(whole.length(), from + PIECE)));
        }
        response.end();
    }

    @Override
    public void close() {
        gateway.close();
        provider.close();
    }
}
