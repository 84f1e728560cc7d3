package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.object;
import static io.github.llmgateway.standin.Nodes.only;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Embedding models of Bedrock, the Gemini API and Vertex AI on loopback. It refuses what their documentation says they
 * refuse. A text's vector is {@code [N.10, -2e-3, 1]} where N are the digits in the text; each text has three tokens.
 */
public final class EmbeddingStandIn implements AutoCloseable {

    private static final String KEY = "standin-key";
    private static final Pattern BEDROCK = Pattern.compile("/model/(?<model>[^/]+)/invoke");
    private static final Pattern GEMINI = Pattern.compile("/v1beta/models/(?<model>[^/]+):batchEmbedContents");
    private static final Pattern VERTEX = Pattern.compile("/v1/projects/" + GoogleAccount.PROJECT
            + "/locations/us-east5/publishers/google/models/(?<model>[^/]+):predict");

    private final StubProvider server = new StubProvider(this::answer);
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private final AtomicReference<StubProvider.Behaviour> instead = new AtomicReference<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** A model list's entry that points a group at it, with more parameters as names and values in turn. */
    public String entry(String group, String model, String... more) {
        var parameters = object("model", model, "max_retries", 0);
        if (model.startsWith("bedrock/")) {
            parameters.setAll(object("api_base", server.url(), "aws_access_key_id", AwsSignature.ACCESS_KEY,
                    "aws_secret_access_key", AwsSignature.SECRET_KEY, "aws_region_name", AwsSignature.REGION));
        } else if (model.startsWith("vertex_ai/")) {
            parameters.setAll(object("api_base", server.url(), "vertex_project", GoogleAccount.PROJECT,
                    "vertex_location", "us-east5", "vertex_credentials",
                    GoogleAccount.keyFile(server.url()).toString()));
        } else {
            parameters.setAll(object("api_base", server.url() + "/v1beta", "api_key", KEY));
        }
        for (int i = 0; i + 1 < more.length; i += 2) {
            parameters.set(more[i], Nodes.parse(more[i + 1]));
        }
        return "  - " + object("model_name", group, "litellm_params", parameters) + "\n";
    }

    /** Answers so from now on; null: as usual. */
    public void instead(StubProvider.Behaviour behaviour) {
        instead.set(behaviour);
    }

    /** The bodies of requests since the last call of this. */
    public List<JsonNode> bodies() {
        List<JsonNode> all = List.copyOf(bodies);
        bodies.clear();
        return all;
    }

    /** How many requests were under way at a time at most, since the last call of this. */
    public int most() {
        return most.getAndSet(0);
    }

    private void answer(StubProvider.Asked asked, HttpServerResponse response) {
        if (asked.uri().equals("/token")) {
            boolean granted = GoogleAccount.granted(asked.text());
            json(response, granted ? 200 : 400, object("access_token", granted ? GoogleAccount.TOKEN : "",
                    "expires_in", 3599, "token_type", "Bearer").toString());
            return;
        }
        JsonNode body = asked.json();
        bodies.add(body);
        if (instead.get() != null) {
            instead.get().answer(asked, response);
            return;
        }
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        response.endHandler(ended -> underWay.decrementAndGet());
        Matcher bedrock = BEDROCK.matcher(asked.uri());
        Matcher gemini = GEMINI.matcher(asked.uri());
        Matcher vertex = VERTEX.matcher(asked.uri());
        // Later than at once, so that requests can be under way together.
        server.vertx().setTimer(5, id -> {
            if (bedrock.matches() && signed(asked, body)) {
                bedrock(URLDecoder.decode(bedrock.group("model"), StandardCharsets.UTF_8), body, response);
            } else if (gemini.matches() && KEY.equals(asked.headers().get("x-goog-api-key"))) {
                gemini(gemini.group("model"), body, response);
            } else if (vertex.matches()
                    && ("Bearer " + GoogleAccount.TOKEN).equals(asked.headers().get("authorization"))) {
                vertex(vertex.group("model"), body, response);
            } else {
                json(response, 403, object("message", "no such path, or not with this key: " + asked.uri()).toString());
            }
        });
    }

    private static boolean signed(StubProvider.Asked asked, JsonNode body) {
        Map<String, String> headers = new HashMap<>();
        asked.headers().forEach(each -> headers.put(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
        return AwsSignature.right(new Query(asked.method(), asked.uri(), "", headers, body, "", false, false,
                issued -> false, beta -> false), asked.body());
    }

    /** docs.aws.amazon.com/bedrock/latest/userguide: model-parameters-titan-embed-text, -titan-embed-mm, -embed. */
    private static void bedrock(String model, JsonNode body, HttpServerResponse response) {
        String name = model.replaceFirst("^(us|eu)\\.", "");
        boolean right = switch (name) {
            case "amazon.titan-embed-text-v1" -> only(body, Set.of("inputText"));
            case "amazon.titan-embed-text-v2:0" -> only(body, Set.of("inputText", "dimensions", "normalize"))
                    && Set.of(256, 512, 1024).contains(body.path("dimensions").asInt(1024));
            case "amazon.titan-embed-image-v1" -> only(body, Set.of("inputText", "embeddingConfig"))
                    && Set.of(256, 384, 1024).contains(body.at("/embeddingConfig/outputEmbeddingLength").asInt(1024));
            case "amazon.nova-2-multimodal-embeddings-v1:0" -> body.path("taskType").asText().equals("SINGLE_EMBEDDING")
                    && body.at("/singleEmbeddingParams/embeddingPurpose").isTextual()
                    && body.at("/singleEmbeddingParams/text/truncationMode").isTextual();
            case "cohere.embed-english-v3" -> cohere(body, Set.of("texts", "input_type", "truncate"));
            case "cohere.embed-v4:0" -> cohere(body, Set.of("texts", "input_type", "truncate", "max_tokens",
                    "output_dimension"));
            default -> false;
        };
        if (!right) {
            response.putHeader("x-amzn-errortype", "ValidationException");
            json(response, 400, object("message", "Malformed input request for " + model).toString());
        } else if (name.startsWith("cohere")) {
            response.putHeader("x-amzn-bedrock-input-token-count", String.valueOf(3 * body.path("texts").size()));
            String vectors = texts(body.path("texts"));
            json(response, 200, name.contains("v4")
                    ? "{\"id\":\"1\",\"embeddings\":{\"float\":[" + vectors
                            + "]},\"response_type\":\"embeddings_by_type\"}"
                    : "{\"id\":\"1\",\"texts\":[\"[1,2]\"],\"embeddings\":[" + vectors
                            + "],\"response_type\":\"embeddings_floats\"}");
        } else if (name.contains("nova")) {
            response.putHeader("x-amzn-bedrock-input-token-count", "3");
            json(response, 200, "{\"embeddings\":[{\"embeddingType\":\"TEXT\",\"embedding\":"
                    + vector(body.at("/singleEmbeddingParams/text/value").asText()) + "}]}");
        } else {
            json(response, 200, "{\"embedding\":" + vector(body.path("inputText").asText())
                    + ",\"inputTextTokenCount\":3,\"embeddingsByType\":{\"float\":[9,9,9]}}");
        }
    }

    private static boolean cohere(JsonNode body, Set<String> fields) {
        return only(body, fields) && body.path("texts").size() <= 96 && Set.of("search_document", "search_query",
                "classification", "clustering").contains(body.path("input_type").asText());
    }

    /** ai.google.dev/api/embeddings. */
    private static void gemini(String model, JsonNode body, HttpServerResponse response) {
        Set<String> fields = Set.of("model", "content", "taskType", "title", "outputDimensionality");
        boolean right = body.path("requests").size() <= 100
                && each(body.path("requests")).allMatch(request -> only(request, fields) && request.path("model").asText().equals("models/" + model));
        json(response, right ? 200 : 400, right ? "{\"embeddings\":[" + each(body.path("requests"))
                .map(request -> "{\"values\":" + vector(request.at("/content/parts/0/text").asText()) + "}")
                .collect(Collectors.joining(",")) + "]}" : GOOGLES_400);
    }

    private static final String GOOGLES_400 =
            "{\"error\":{\"code\":400,\"message\":\"Invalid value\",\"status\":\"INVALID_ARGUMENT\"}}";

    /** cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api. */
    private static void vertex(String model, JsonNode body, HttpServerResponse response) {
        boolean right = only(body, Set.of("instances", "parameters"))
                && body.path("instances").size() <= (model.startsWith("gemini") ? 1 : 250)
                && only(body.path("parameters"), Set.of("autoTruncate", "outputDimensionality"))
                && each(body.path("instances")).allMatch(one -> only(one, Set.of("content", "task_type", "title")));
        json(response, right ? 200 : 400, right ? "{\"predictions\":[" + each(body.path("instances"))
                .map(one -> "{\"embeddings\":{\"statistics\":{\"truncated\":false,\"token_count\":3},\"values\":"
                        + vector(one.path("content").asText()) + "}}").collect(Collectors.joining(","))
                + "],\"metadata\":{\"billableCharacterCount\":35}}" : GOOGLES_400);
    }

    private static String texts(JsonNode texts) {
        return each(texts).map(text -> vector(text.asText())).collect(Collectors.joining(","));
    }

    private static String vector(String text) {
        return "[" + text.replaceAll("\\D+", "") + ".10, -2e-3, 1]";
    }

    private static void json(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status).putHeader("content-type", "application/json").end(body);
    }

    @Override
    public void close() {
        server.close();
    }
}
