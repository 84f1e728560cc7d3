package io.github.llmgateway.dialect.openai;

import io.github.llmgateway.dialect.Target;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a server of this format takes, where servers differ; by the provider's name as LiteLLM's configuration spells
 * it. A server that is not named is taken to be a plain one: chat texts, {@code max_tokens}, OpenAI's tools.
 */
public final class Server {

    /** Where OpenAI's own models are. Azure's deployments have names of their own. */
    private static final Set<String> OPENAI = Set.of("openai", "azure", "azure_openai", "github", "github_models");
    /** Take {@code top_k}: vLLM, OpenRouter, Together, Fireworks, LM Studio and SGLang document it. */
    private static final Set<String> TOP_K = Set.of("vllm", "hosted_vllm", "openrouter", "together", "together_ai",
            "fireworks", "fireworks_ai", "lm_studio", "sglang", "deepinfra");
    /**
     * Refuse a system message after the first turn: Mistral ("Unexpected role 'system' after role …") and Perplexity by
     * their own checks, the others by the chat templates of many models (Qwen's, Mistral's, Llama's).
     */
    private static final Set<String> SYSTEM_FIRST = Set.of("mistral", "perplexity", "vllm", "hosted_vllm",
            "lm_studio", "sglang", "llamafile", "huggingface");
    /**
     * Want the thinking of earlier turns back, at least in turns that called tools: api-docs.deepseek.com (Thinking
     * Mode: "must be fully passed back"), platform.moonshot.ai (Kimi K2 Thinking), docs.z.ai (Preserved Thinking).
     */
    private static final Set<String> THINKING_BACK =
            Set.of("deepseek", "moonshot", "zai", "zhipu", "minimax", "xiaomi_mimo");
    /** Know {@code json_object} but no schema: DeepSeek's, Z.ai's and Moonshot's references. */
    private static final Set<String> NO_SCHEMA = Set.of("deepseek", "zai", "zhipu");

    private static final Pattern MISTRAL_ID = Pattern.compile("[a-zA-Z0-9]{9}");

    private final String provider;
    private final Model model;

    /** Whom a request is written for. */
    public Server(Target target) {
        this.provider = target.provider() == null ? "" : target.provider().toLowerCase(Locale.ROOT);
        this.model = new Model(target.base());
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** Whether the provider has that name. */
    public boolean is(String name) {
        return provider.equals(name);
    }

    /**
     * Whether one of OpenAI's own models answers, behind OpenAI's own checks. Under the provider's name {@code openai}
     * with an address of its own stands any compatible server: there the model's name decides.
     */
    public boolean openai() {
        return OPENAI.contains(provider) && (model.openaiNamed() || !provider.equals("openai"));
    }

    /** Whether the model is one of OpenAI's that reason, behind OpenAI's checks of parameters. */
    public boolean openaiReasoning() {
        return openai() && model.reasons();
    }

    /** Whether content may be a list of texts; where not, texts are joined. All take lists with pictures. */
    boolean textParts() {
        return openai() || provider.equals("openrouter");
    }

    /** Whether cache marks on parts mean something (openrouter.ai/docs, Prompt Caching). */
    boolean cacheMarks() {
        return provider.equals("openrouter") && (model.is("claude") || model.is("gemini"));
    }

    /** Whether signed thinking goes back to its maker through {@code reasoning_details}. */
    boolean signedThinking() {
        return provider.equals("openrouter") && model.is("claude");
    }

    boolean thinkingBack() {
        return THINKING_BACK.contains(provider);
    }

    boolean topK() {
        return TOP_K.contains(provider);
    }

    boolean systemFirstOnly() {
        return SYSTEM_FIRST.contains(provider);
    }

    boolean schema() {
        return !NO_SCHEMA.contains(provider);
    }

    /** OpenAI's reasoning models refuse {@code max_tokens}; the older name is what all others know. */
    String maxTokensField() {
        return openai() ? "max_completion_tokens" : "max_tokens";
    }

    /** Mistral refuses {@code stream_options} (422 "Extra inputs are not permitted") and reports usage unasked. */
    static boolean reportsUsageUnasked(String provider) {
        return "mistral".equalsIgnoreCase(provider);
    }

    boolean reportsUsageUnasked() {
        return reportsUsageUnasked(provider);
    }

    /** "Unexpected role 'user' after role 'tool'": Mistral wants the assistant's turn between them. */
    boolean assistantAfterTool() {
        return provider.equals("mistral");
    }

    /**
     * A tool call's id in a form that the server takes; calls and results are mapped alike. Mistral: "must be a-z, A-Z,
     * 0-9, with a length of 9". OpenAI: "Expected a string with maximum length 40".
     */
    String callId(String id) {
        if (provider.equals("mistral")) {
            return MISTRAL_ID.matcher(id).matches() ? id : ShortName.of(id, 9);
        }
        return openai() && id.length() > 40 ? ShortName.of(id, 40) : id;
    }

    /** Whether logprobs and logit_bias are taken: neither is by OpenAI's reasoning models nor by Mistral. */
    boolean tokenControl() {
        return !openaiReasoning() && !provider.equals("mistral");
    }

    /** Continues an answer that the client has begun. */
    boolean prefix() {
        return provider.equals("mistral");
    }

    /** How many stop sequences are taken. OpenAI's reference: up to 4, and none by its newer reasoning models. */
    int stopSequences() {
        if (openaiReasoning()) {
            return model.is("o1") ? 4 : 0;
        }
        return openai() || provider.equals("groq") ? 4 : Integer.MAX_VALUE;
    }
}
