package io.github.llmgateway.config;

import static io.github.llmgateway.config.Api.ANTHROPIC;
import static io.github.llmgateway.config.Api.OPENAI_COMPATIBLE;
import static io.github.llmgateway.config.Api.SIMULATOR;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The providers by name.
 *
 * <p>Names, base URLs and variables are LiteLLM's (docs.litellm.ai/docs/providers and its
 * {@code get_llm_provider_logic.py}), so that a file and an environment made for it work as they are. Where LiteLLM
 * speaks a provider's own API and we its OpenAI-compatible one (Ollama, Cohere, Hugging Face), the base URL is that of
 * the provider's documentation for the latter.
 */
public final class Providers {

    private static final Map<String, Provider> BY_NAME = new LinkedHashMap<>();
    private static final List<String> NAMES = new ArrayList<>();

    static {
        // LiteLLM reads ANTHROPIC_API_BASE first, then the name that Anthropic's SDKs use; of OpenAI likewise.
        add("anthropic", ANTHROPIC, "https://api.anthropic.com", "", "ANTHROPIC_API_KEY", "ANTHROPIC_API_BASE ANTHROPIC_BASE_URL");
        add("openai", OPENAI_COMPATIBLE, "https://api.openai.com/v1", "", "OPENAI_API_KEY", "OPENAI_API_BASE OPENAI_BASE_URL");
        add("mistral", OPENAI_COMPATIBLE, "https://api.mistral.ai/v1", "", "MISTRAL_API_KEY", "MISTRAL_API_BASE");
        add("groq", OPENAI_COMPATIBLE, "https://api.groq.com/openai/v1", "", "GROQ_API_KEY", "GROQ_API_BASE");
        // LiteLLM's default is /beta, for a feature (prefix completion) that /v1 has as well by now.
        add("deepseek", OPENAI_COMPATIBLE, "https://api.deepseek.com/v1", "", "DEEPSEEK_API_KEY", "DEEPSEEK_API_BASE");
        add("xai", OPENAI_COMPATIBLE, "https://api.x.ai/v1", "", "XAI_API_KEY", "XAI_API_BASE");
        add("openrouter", OPENAI_COMPATIBLE, "https://openrouter.ai/api/v1", "", "OPENROUTER_API_KEY OR_API_KEY", "OPENROUTER_API_BASE");
        add(
                "together_ai",
                OPENAI_COMPATIBLE,
                "https://api.together.xyz/v1",
                "",
                "TOGETHER_API_KEY TOGETHER_AI_API_KEY TOGETHERAI_API_KEY TOGETHER_AI_TOKEN",
                "TOGETHER_AI_API_BASE");
        add(
                "fireworks_ai",
                OPENAI_COMPATIBLE,
                "https://api.fireworks.ai/inference/v1",
                "",
                "FIREWORKS_API_KEY FIREWORKS_AI_API_KEY FIREWORKSAI_API_KEY FIREWORKS_AI_TOKEN",
                "FIREWORKS_API_BASE");
        add("cerebras", OPENAI_COMPATIBLE, "https://api.cerebras.ai/v1", "", "CEREBRAS_API_KEY", "CEREBRAS_API_BASE");
        add("perplexity", OPENAI_COMPATIBLE, "https://api.perplexity.ai", "", "PERPLEXITYAI_API_KEY PERPLEXITY_API_KEY", "PERPLEXITY_API_BASE");
        // GitHub Models moved from the address that LiteLLM still has (models.inference.ai.azure.com).
        add("github", OPENAI_COMPATIBLE, "https://models.github.ai/inference", "", "GITHUB_API_KEY GITHUB_TOKEN", "GITHUB_API_BASE");
        add(
                "huggingface",
                OPENAI_COMPATIBLE,
                "https://router.huggingface.co/v1",
                "",
                "HF_TOKEN HUGGINGFACE_API_KEY",
                "HF_API_BASE HUGGINGFACE_API_BASE");
        add("nvidia_nim", OPENAI_COMPATIBLE, "https://integrate.api.nvidia.com/v1", "", "NVIDIA_NIM_API_KEY", "NVIDIA_NIM_API_BASE");
        add("moonshot", OPENAI_COMPATIBLE, "https://api.moonshot.ai/v1", "", "MOONSHOT_API_KEY", "MOONSHOT_API_BASE");
        add("zai", OPENAI_COMPATIBLE, "https://api.z.ai/api/paas/v4", "", "ZAI_API_KEY", "ZAI_API_BASE");
        // docs.cohere.com/docs/compatibility-api
        add("cohere", OPENAI_COMPATIBLE, "https://api.cohere.ai/compatibility/v1", "", "COHERE_API_KEY CO_API_KEY", "");

        // Clouds: the base URL follows from region, project or resource (CloudAddress), and credentials may take the
        // place of a key.
        addCloud("anthropic_aws", Api.ANTHROPIC_AWS, "ANTHROPIC_AWS_API_KEY", "ANTHROPIC_AWS_BASE_URL");
        addCloud("bedrock", Api.BEDROCK_CONVERSE, "AWS_BEARER_TOKEN_BEDROCK", "AWS_BEDROCK_RUNTIME_ENDPOINT");
        alias("bedrock_converse", "bedrock");
        addCloud("vertex_ai", Api.VERTEX_GEMINI, "", "VERTEXAI_API_BASE");
        alias("vertex_ai_beta", "vertex_ai");
        add("gemini", Api.GEMINI, "https://generativelanguage.googleapis.com/v1beta", "/v1beta",
                "GEMINI_API_KEY GOOGLE_API_KEY", "GEMINI_API_BASE");
        addCloud("azure", Api.AZURE_OPENAI, "AZURE_OPENAI_API_KEY AZURE_API_KEY", "AZURE_API_BASE AZURE_OPENAI_ENDPOINT");
        addCloud("azure_ai", Api.AZURE_AI, "AZURE_AI_API_KEY", "AZURE_AI_API_BASE");

        // One's own servers: a key is sent where one is given.
        // Files for LiteLLM name Ollama's root; its OpenAI-compatible API is below /v1.
        addKeyless("ollama", OPENAI_COMPATIBLE, "http://localhost:11434/v1", "/v1", "OLLAMA_API_KEY", "OLLAMA_API_BASE");
        alias("ollama_chat", "ollama");
        addKeyless("hosted_vllm", OPENAI_COMPATIBLE, null, "/v1", "HOSTED_VLLM_API_KEY", "HOSTED_VLLM_API_BASE");
        alias("vllm", "hosted_vllm");
        addKeyless("lm_studio", OPENAI_COMPATIBLE, "http://localhost:1234/v1", "/v1", "LM_STUDIO_API_KEY", "LM_STUDIO_API_BASE");
        addKeyless("openai_like", OPENAI_COMPATIBLE, null, "", "OPENAI_LIKE_API_KEY", "OPENAI_LIKE_API_BASE");
        alias("custom_openai", "openai_like");
        addKeyless("simulator", SIMULATOR, null, "", "", "");

        for (String name : ("azure_text sagemaker"
                        + " sagemaker_chat cohere_chat watsonx watsonx_text databricks replicate text-completion-openai"
                        + " anthropic_text text-completion-codestral codestral deepinfra anyscale sambanova volcengine"
                        + " friendliai galadriel empower meta_llama nscale snowflake ai21 ai21_chat llamafile xinference"
                        + " litellm_proxy github_copilot chatgpt oci nlp_cloud aleph_alpha petals baseten predibase"
                        + " cloudflare clarifai gigachat maritalk dashscope minimax novita featherless_ai hyperbolic"
                        + " lambda_ai nebius inception morph v0 vercel_ai_gateway wandb triton voyage jina_ai infinity"
                        + " topaz deepgram elevenlabs assemblyai recraft stability heroku datarobot bytez ovhcloud"
                        + " compactifai docker_model_runner lemonade aiml cometapi dotprompt custom auto_router")
                .split(" ")) {
            Provider provider = new Provider(name, null, null, "", List.of(), List.of(), false);
            BY_NAME.put(name, provider);
        }
    }

    private Providers() {}

    /** The provider of that name or alias; empty where nobody knows it. */
    public static Optional<Provider> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names and aliases of providers that the gateway can call. */
    public static List<String> names() {
        return List.copyOf(NAMES);
    }

    static List<String> allNames() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * The provider of a model that is written without one, as LiteLLM infers it from its lists of models: by the
     * families whose names only one provider uses.
     */
    static Optional<Provider> ofModel(String model) {
        if (model.startsWith("claude-")) {
            return named("anthropic");
        }
        if (model.startsWith("gemini-")) {
            return named("vertex_ai");
        }
        boolean openai = model.matches("o[1-9](-.*)?")
                || model.matches("(ft:)?(gpt|chatgpt|text-embedding|dall-e|whisper|tts|omni-moderation)-.*");
        return openai ? named("openai") : Optional.empty();
    }

    /** The families of models that answer one of the gateway's doors, as patterns, and whose they are. */
    static Map<String, Provider> families() {
        Map<String, Provider> families = new LinkedHashMap<>();
        families.put("claude-*", BY_NAME.get("anthropic"));
        families.put("gemini-*", BY_NAME.get("gemini"));
        for (String pattern : List.of("gpt-*", "ft:gpt-*", "chatgpt-*", "o1*", "o3*", "o4*", "text-embedding-*")) {
            families.put(pattern, BY_NAME.get("openai"));
        }
        return families;
    }

    private static void add(String name, Api api, String base, String path, String keys, String bases) {
        put(name, new Provider(name, api, URI.create(base), path, words(keys), words(bases), true));
    }

    private static void addKeyless(String name, Api api, String base, String path, String keys, String bases) {
        URI uri = base == null ? null : URI.create(base);
        put(name, new Provider(name, api, uri, path, words(keys), words(bases), false));
    }

    private static void addCloud(String name, Api api, String keys, String bases) {
        put(name, new Provider(name, api, null, "", words(keys), words(bases), false));
    }

    private static void alias(String alias, String name) {
        put(alias, BY_NAME.get(name));
    }

    private static void put(String name, Provider provider) {
        BY_NAME.put(name, provider);
        NAMES.add(name);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
