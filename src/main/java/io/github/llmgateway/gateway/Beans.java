package io.github.llmgateway.gateway;

import io.github.llmgateway.access.Authentication;
import io.github.llmgateway.admin.HealthReport;
import io.github.llmgateway.admin.InferenceProfiles;
import io.github.llmgateway.admin.ModelInfo;
import io.github.llmgateway.admin.ModelList;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.credentials.aws.BedrockAnswer;
import io.github.llmgateway.credentials.aws.BedrockClients;
import io.github.llmgateway.credentials.aws.BedrockRequest;
import io.github.llmgateway.credentials.aws.NoStreams;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.converse.BedrockPayload;
import io.github.llmgateway.dialect.converse.ConverseDialect;
import io.github.llmgateway.dialect.gemini.GeminiDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.dialect.responses.ResponsesDialect;
import io.github.llmgateway.door.AzureEntrance;
import io.github.llmgateway.door.BedrockEntrance;
import io.github.llmgateway.door.BelowEntrance;
import io.github.llmgateway.door.Entrance;
import io.github.llmgateway.door.NotFound;
import io.github.llmgateway.door.Refusal;
import io.github.llmgateway.door.RequestReader;
import io.github.llmgateway.door.VertexEntrance;
import io.github.llmgateway.embedding.EmbeddingFormat;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.media.FetchMedia;
import io.github.llmgateway.passage.PassageReader;
import io.github.llmgateway.passage.PassageWriter;
import io.github.llmgateway.provider.AnswerReader;
import io.github.llmgateway.provider.AnthropicEnvelope;
import io.github.llmgateway.provider.BedrockEnvelope;
import io.github.llmgateway.provider.Betas;
import io.github.llmgateway.provider.ChatEnvelope;
import io.github.llmgateway.provider.CachePoints;
import io.github.llmgateway.provider.EmbeddingAnswer;
import io.github.llmgateway.provider.EmbeddingGatherer;
import io.github.llmgateway.provider.EmbeddingReader;
import io.github.llmgateway.provider.EmbeddingWriter;
import io.github.llmgateway.provider.Envelope;
import io.github.llmgateway.provider.Presets;
import io.github.llmgateway.provider.RequestWriter;
import io.github.llmgateway.provider.TokenEstimate;
import io.github.llmgateway.routing.GroupRoutes;
import io.github.llmgateway.routing.ModelResolver;
import io.github.llmgateway.simulator.Simulator;
import io.github.llmgateway.upstream.Outbound;
import io.github.llmgateway.usage.AccessLog;
import org.apache.camel.spi.Registry;

/** The names by which routes and kamelets find what Java does for them. */
final class Beans {

    private Beans() {
    }

    /** Binds all of them for one configuration. */
    static void bind(Registry registry, GatewayConfig config, Lasting lasting) {
        Dialect anthropic = new AnthropicDialect();
        Dialect openai = new OpenAiDialect();
        Betas betas = new Betas(config.betas(), lasting.refused());
        Outbound outbound = new Outbound(lasting.vertx(), lasting.clients(), config);
        Presets presets = new Presets(config, openai);

        Dialect gemini = new GeminiDialect();
        Dialect responses = new ResponsesDialect();
        Dialect converse = new ConverseDialect();
        Dialect invoke = new BedrockPayload(anthropic);

        registry.bind("anthropic", anthropic);
        registry.bind("openai", openai);
        registry.bind("gemini", gemini);
        registry.bind("responses", responses);
        registry.bind("converse", converse);
        registry.bind(Outbound.NAME, outbound);

        Entrance messages = new Entrance(anthropic, Operation.CHAT);
        Entrance countTokens = new Entrance(anthropic, Operation.COUNT_TOKENS);
        Entrance chat = new Entrance(openai, Operation.CHAT);
        Entrance completion = new Entrance(openai, Operation.COMPLETION);
        Entrance embedding = new Entrance(openai, Operation.EMBEDDING);
        Entrance response = new Entrance(responses, Operation.CHAT);
        Entrance storedResponse = new Entrance(responses, Operation.PASSAGE);
        VertexEntrance vertex = new VertexEntrance(anthropic, gemini);

        registry.bind("enter-anthropic-chat", messages);
        registry.bind("enter-anthropic-count-tokens", countTokens);
        registry.bind("enter-openai-chat", chat);
        registry.bind("enter-openai-completion", completion);
        registry.bind("enter-openai-embedding", embedding);
        registry.bind("enter-responses", response);
        registry.bind("enter-bedrock", new BedrockEntrance(invoke, converse));
        registry.bind("enter-vertex", vertex);
        registry.bind("enter-azure", new AzureEntrance(openai));
        registry.bind("enter-anthropic-passage", new Entrance(anthropic, Operation.PASSAGE));
        registry.bind("enter-openai-passage", new Entrance(openai, Operation.PASSAGE));
        registry.bind("enter-responses-passage", storedResponse);
        registry.bind("enter-bedrock-passage", new Entrance(converse, Operation.PASSAGE));

        registry.bind("enter-below-anthropic", new BelowEntrance(anthropic)
                .with("POST /v1/messages", messages)
                .with("POST /v1/messages/count_tokens", countTokens));
        registry.bind("enter-below-openai", new BelowEntrance(openai)
                .with("POST (/v1)?/chat/completions", chat)
                .with("POST (/v1)?/completions", completion)
                .with("POST (/v1)?/embeddings", embedding)
                .with("POST (/v1)?/responses", response)
                .with("[A-Z]+ (/v1)?/responses/.+", storedResponse));
        registry.bind("enter-below-azure", new BelowEntrance(openai)
                .with("POST (/openai(/v1)?|/models)/chat/completions", chat)
                .with("POST /openai(/v1)?/completions", completion)
                .with("POST /openai(/v1)?/embeddings", embedding)
                .with("POST /openai(/v1)?/responses", response)
                .with("[A-Z]+ /openai(/v1)?/responses/.+", storedResponse)
                .with("POST /anthropic/v1/messages", messages)
                .with("POST /anthropic/v1/messages/count_tokens", countTokens));
        registry.bind("enter-below-google", new BelowEntrance(gemini)
                .with("POST .*/(openai|endpoints/openapi)/chat/completions", chat)
                .with("POST .*/openai/embeddings", embedding)
                .with("POST .*/models/.+:[A-Za-z]+", vertex));

        registry.bind("authenticate", new Authentication(config.access()));
        registry.bind("read-request", new RequestReader(config.limits()));
        registry.bind("resolve-model", new ModelResolver(config));
        registry.bind("refuse", new Refusal());
        registry.bind("not-found", new NotFound());

        FetchMedia media = new FetchMedia(outbound.fetch(), config, lasting.media());
        registry.bind("fetch-media", media);
        registry.bind("fetch-documents", media.forDocuments());
        registry.bind("inject-cache-points", new CachePoints(outbound, config));
        registry.bind("write-anthropic", new RequestWriter(anthropic,
                new AnthropicEnvelope(AnthropicEnvelope.Kind.DIRECT, betas), outbound, config, presets));
        registry.bind("read-anthropic", new AnswerReader(anthropic, Framing.SSE, betas));
        registry.bind("write-vertex-anthropic", new RequestWriter(anthropic,
                new AnthropicEnvelope(AnthropicEnvelope.Kind.VERTEX, betas), outbound, config, presets));
        registry.bind("write-openai", new RequestWriter(openai, new ChatEnvelope(), outbound, config, presets));
        registry.bind("read-openai", new AnswerReader(openai, Framing.SSE));
        registry.bind("write-bedrock-anthropic", new RequestWriter(invoke,
                new BedrockEnvelope(new AnthropicEnvelope(AnthropicEnvelope.Kind.BEDROCK, betas), outbound, true),
                outbound, config, presets));
        registry.bind("read-bedrock-anthropic", new AnswerReader(invoke, Framing.AWS_CHUNKS, betas));
        registry.bind("write-converse", new RequestWriter(converse,
                new BedrockEnvelope(Envelope.NONE, outbound, false), outbound, config, presets));
        registry.bind("read-converse", new AnswerReader(converse, Framing.AWS_EVENTS));
        registry.bind("write-responses", new RequestWriter(responses, Envelope.NONE, outbound, config, presets));
        registry.bind("read-responses", new AnswerReader(responses, Framing.SSE));
        registry.bind("write-gemini", new RequestWriter(gemini, Envelope.NONE, outbound, config, presets));
        registry.bind("read-gemini", new AnswerReader(gemini, Framing.SSE));

        registry.bind("write-bedrock-embedding", new EmbeddingWriter(EmbeddingFormat::ofBedrock, outbound, config));
        registry.bind("read-bedrock-embedding", new EmbeddingReader(converse));
        registry.bind("write-gemini-embedding", new EmbeddingWriter(EmbeddingFormat::ofGemini, outbound, config));
        registry.bind("write-vertex-embedding", new EmbeddingWriter(EmbeddingFormat::ofVertex, outbound, config));
        registry.bind("read-google-embedding", new EmbeddingReader(gemini));
        registry.bind("gather-embeddings", new EmbeddingGatherer());
        registry.bind("answer-embeddings", new EmbeddingAnswer());
        Clouds clouds = lasting.clouds().in(config.environment());
        bedrock(registry, config, outbound, clouds.bedrock());
        registry.bind("write-passage", new PassageWriter(config, lasting.fleet()));
        registry.bind("read-passage", new PassageReader());

        registry.bind("authorize-aws", clouds.aws());
        registry.bind("authorize-google", clouds.google());
        registry.bind("authorize-entra", clouds.entra());
        registry.bind("estimate-tokens", new TokenEstimate());
        registry.bind("simulator", new Simulator(outbound, lasting.vertx()));

        registry.bind("log-access", new AccessLog());
        registry.bind("list-inference-profiles", new InferenceProfiles(config));
        registry.bind("list-models", new ModelList(config));
        registry.bind("model-info", new ModelInfo(config));
        registry.bind("report-health", new HealthReport(config, id -> lasting.fleet().health(id).restMillis()));
        registry.bind("report-readiness", lasting.readiness());
        registry.bind("group-routes", new GroupRoutes(config, lasting.fleet(), lasting.vertx()));
    }

    /** What Camel's {@code aws-bedrock} asks with, a client for each deployment that it serves. */
    private static void bedrock(Registry registry, GatewayConfig config, Outbound outbound, BedrockClients clients) {
        registry.bind("write-bedrock-invocation", new BedrockRequest(outbound));
        registry.bind("read-bedrock-invocation", new BedrockAnswer());
        registry.bind("bedrock-streams", new NoStreams());
        for (Deployment deployment : config.deployments()) {
            if (deployment.api() == Api.BEDROCK_EMBEDDING) {
                registry.bind("bedrock:" + deployment.id(),
                        clients.of(deployment, outbound.answerMillis(deployment)));
            }
        }
    }
}
