package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.standin.Path.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The families of endpoints that a gateway calls: a payload format, its paths, its credentials, its errors. */
public enum Family {

    /** Claude at Anthropic. */
    ANTHROPIC("anthropic/claude-sonnet-4-5", "", new AnthropicFormat("model", "stream", "fallbacks", "betas"),
            Refused.ANTHROPIC, Envelope.anthropic(),
            Path.of(Kind.EITHER, "/v1/messages"), Path.of(Kind.COUNT, "/v1/messages/count_tokens")),
    /** Chat Completions at OpenAI. */
    OPENAI("openai/gpt-4.1", "/v1", new ChatFormat(), Refused.OPENAI,
            List.of(Envelope.model("platform.openai.com/docs/api-reference/chat/create")),
            Path.of(Kind.EITHER, "/v1/chat/completions")),
    /** Responses at OpenAI. */
    OPENAI_RESPONSES("openai/responses/gpt-5.1", "/v1", new ResponsesFormat(), Refused.OPENAI,
            List.of(Envelope.model("platform.openai.com/docs/api-reference/responses/create")),
            Path.of(Kind.EITHER, "/v1/responses"), Path.of(Kind.COUNT, "/v1/responses/input_tokens")),
    /** Claude on Bedrock, by InvokeModel. */
    BEDROCK_INVOKE("bedrock/invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "",
            new AnthropicFormat("anthropic_version", "anthropic_beta"), Refused.AWS, Envelope.bedrockInvoke(),
            Path.of(Kind.WHOLE, "/model/(?<model>[^/]+)/invoke"),
            Path.of(Kind.STREAM, "/model/(?<model>[^/]+)/invoke-with-response-stream"),
            Path.of(Kind.COUNT, "/model/(?<model>[^/]+)/count-tokens")),
    /** Any model on Bedrock, by Converse. */
    BEDROCK_CONVERSE("bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", new ConverseFormat(),
            Refused.AWS, List.of(), Path.of(Kind.WHOLE, "/model/(?<model>[^/]+)/converse"),
            Path.of(Kind.STREAM, "/model/(?<model>[^/]+)/converse-stream"),
            Path.of(Kind.COUNT, "/model/(?<model>[^/]+)/count-tokens")),
    /** Gemini on Vertex AI. */
    VERTEX_GEMINI("vertex_ai/gemini-3-pro-preview", "", new GeminiFormat(true), Refused.GOOGLE,
            List.of(), vertex(Kind.WHOLE, "publishers/google/models/(?<model>[^/:]+):generateContent"),
            vertex(Kind.STREAM, "publishers/google/models/(?<model>[^/:]+):streamGenerateContent"),
            vertex(Kind.COUNT, "publishers/google/models/(?<model>[^/:]+):countTokens"),
            express(Kind.WHOLE, "generateContent"), express(Kind.STREAM, "streamGenerateContent"),
            express(Kind.COUNT, "countTokens")),
    /** Claude on Vertex AI. */
    VERTEX_CLAUDE("vertex_ai/claude-sonnet-4-5@20250929", "",
            new AnthropicFormat("anthropic_version", "anthropic_beta", "stream", "model"), Refused.ANTHROPIC,
            Envelope.vertexClaude(),
            vertex(Kind.COUNT, "publishers/anthropic/models/count-tokens:rawPredict"),
            vertex(Kind.WHOLE, "publishers/anthropic/models/(?<model>[^/:]+):rawPredict"),
            vertex(Kind.STREAM, "publishers/anthropic/models/(?<model>[^/:]+):streamRawPredict")),
    /** Vertex AI's endpoint in OpenAI's format. */
    VERTEX_OPENAI("vertex_ai/openai/google/gemini-2.5-flash", "", new ChatFormat(), Refused.GOOGLE,
            Envelope.vertexOpenAi(), vertex(Kind.EITHER, "endpoints/openapi/chat/completions")),
    /** Mistral on Vertex AI. */
    VERTEX_MISTRAL("vertex_ai/mistral-medium-3", "", new ChatFormat(Envelope.MISTRAL_FIELDS), Refused.GOOGLE,
            Envelope.mistral(),
            vertex(Kind.WHOLE, "publishers/mistralai/models/(?<model>[^/:]+):rawPredict"),
            vertex(Kind.STREAM, "publishers/mistralai/models/(?<model>[^/:]+):streamRawPredict")),
    /** Gemini at Google AI Studio. */
    GEMINI("gemini/gemini-3-pro-preview", "", new GeminiFormat(false), Refused.GOOGLE, List.of(),
            Path.of(Kind.WHOLE, "/v1(beta)?/models/(?<model>[^/:]+):generateContent"),
            Path.of(Kind.STREAM, "/v1(beta)?/models/(?<model>[^/:]+):streamGenerateContent"),
            Path.of(Kind.COUNT, "/v1(beta)?/models/(?<model>[^/:]+):countTokens")),
    /** A deployment at Azure OpenAI, by the paths with an api-version. */
    AZURE("azure/gpt-4.1", "", new ChatFormat(), Refused.OPENAI, Envelope.azureDeployment(),
            Path.of(Kind.EITHER, "/openai/deployments/(?<model>[^/]+)/chat/completions")),
    /** A deployment at Azure OpenAI, by the v1 API. */
    AZURE_V1("azure/gpt-4.1", "/openai/v1", new ChatFormat(), Refused.OPENAI,
            List.of(Envelope.model("learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle")),
            Path.of(Kind.EITHER, "/openai/v1/chat/completions")),
    /** Responses at Azure OpenAI. */
    AZURE_RESPONSES("azure/responses/gpt-5.1", "/openai/v1", new ResponsesFormat(), Refused.OPENAI,
            List.of(Envelope.model("learn.microsoft.com/azure/ai-foundry/openai/how-to/responses")),
            Path.of(Kind.EITHER, "/openai/v1/responses")),
    /** Claude in Microsoft Foundry. */
    AZURE_CLAUDE("azure_ai/claude-sonnet-4-5", "/anthropic", new AnthropicFormat("model", "stream"), Refused.ANTHROPIC,
            Envelope.anthropic(), Path.of(Kind.EITHER, "/anthropic/v1/messages"),
            Path.of(Kind.COUNT, "/anthropic/v1/messages/count_tokens"));

    /** The key that those families take that have one. */
    public static final String KEY = "sk-standin";

    /**
     * The betas of Anthropic's that Bedrock and Vertex AI know unless a test says otherwise
     * (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html).
     */
    public static final Set<String> BETAS = Set.of("computer-use-2025-01-24", "token-efficient-tools-2025-02-19",
            "interleaved-thinking-2025-05-14", "output-128k-2025-02-19", "dev-full-thinking-2025-05-14",
            "context-1m-2025-08-07", "context-management-2025-06-27", "effort-2025-11-24",
            "tool-search-tool-2025-10-19", "tool-examples-2025-10-29", "fine-grained-tool-streaming-2025-05-14");

    private static final String FEATURES = "context-management-any,compact-any,per-turn-control-any";

    final Format format;
    final Refused refused;
    final List<Path> paths;
    private final String model;
    private final String base;
    private final List<Rule> rules;

    Family(String model, String base, Format format, Refused refused, List<Rule> envelope, Path... paths) {
        this.model = model;
        this.base = base;
        this.format = format;
        this.refused = refused;
        this.paths = List.of(paths);
        rules = Envelope.all(envelope, format.rules());
    }

    private static Path vertex(Kind kind, String rest) {
        return Path.of(kind, "(/v1|/v1beta1)/projects/" + GoogleAccount.PROJECT + "/locations/[a-z0-9-]+/" + rest);
    }

    /** Without a project, with a key (cloud.google.com/vertex-ai/generative-ai/docs/start/express-mode/overview). */
    private static Path express(Kind kind, String method) {
        return Path.of(kind, "/v1(beta1)?/publishers/google/models/(?<model>[^/:]+):" + method);
    }

    /** Starts a stand-in on a port of its own. */
    public StandIn start() {
        return new StandIn(this);
    }

    /** All that it demands of a request, its credentials apart. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * The rules of the format that a body breaks, as if its headers were right and its signatures given out.
     *
     * @param model    as the provider knows it
     * @param counting whether the tokens are to be counted
     */
    public List<String> refusals(JsonNode body, String model, boolean counting) {
        Query query = new Query("POST", "/", "", Map.of("anthropic-beta", FEATURES), normal(body), model,
                body.path("stream").asBoolean(), counting, signature -> true, beta -> true);
        return format.rules().stream().filter(rule -> rule.isBrokenBy(query)).map(Rule::name).toList();
    }

    /** The rules of the payload alone that a body breaks; every signature in it counts as issued. */
    public List<Rule> broken(JsonNode body, String model, boolean streamed) {
        Query query = new Query("POST", "", "", Map.of(), normal(body), model, streamed, false, each -> true,
                each -> true);
        return format.rules().stream().filter(rule -> rule.isBrokenBy(query)).toList();
    }

    /** Whether a server by AWS. */
    boolean aws() {
        return refused == Refused.AWS;
    }

    private boolean vertex() {
        return name().startsWith("VERTEX");
    }

    /** The parameters with which a model list points at it. */
    ObjectNode parameters(String address) {
        ObjectNode parameters = object("model", model, "api_base", address + base);
        if (aws()) {
            parameters.setAll(object("aws_access_key_id", AwsSignature.ACCESS_KEY, "aws_secret_access_key",
                    AwsSignature.SECRET_KEY, "aws_region_name", AwsSignature.REGION));
        } else if (vertex()) {
            parameters.setAll(object("vertex_project", GoogleAccount.PROJECT, "vertex_location", "us-east5",
                    "vertex_credentials", GoogleAccount.keyFile(address).toString()));
        } else {
            parameters.put("api_key", KEY);
        }
        if (this == AZURE) {
            parameters.put("api_version", "2024-10-21");
        }
        return parameters;
    }

    /** Whether the credentials are those that {@link #parameters} gives. */
    boolean authorized(Query query, byte[] body) {
        String bearer = query.header("authorization");
        if (aws()) {
            return bearer.equals("Bearer " + KEY) || AwsSignature.right(query, body);
        }
        if (vertex()) {
            return bearer.equals("Bearer " + GoogleAccount.TOKEN)
                    || !query.path().contains("/projects/") && query.header("x-goog-api-key").equals(KEY);
        }
        return switch (this) {
            case ANTHROPIC -> query.header("x-api-key").equals(KEY) || bearer.equals("Bearer " + KEY)
                    || bearer.startsWith("Bearer sk-ant-oat");
            case GEMINI -> query.header("x-goog-api-key").equals(KEY) || query.query().contains("key=" + KEY);
            case AZURE, AZURE_V1, AZURE_RESPONSES -> query.header("api-key").equals(KEY)
                    || bearer.equals("Bearer " + KEY);
            case AZURE_CLAUDE -> query.header("x-api-key").equals(KEY) || query.header("api-key").equals(KEY)
                    || bearer.equals("Bearer " + KEY);
            default -> bearer.equals("Bearer " + KEY);
        };
    }

    /** The body as the format's rules know it. */
    JsonNode normal(JsonNode body) {
        return format instanceof GeminiFormat ? GeminiNames.of(body) : body;
    }
}
