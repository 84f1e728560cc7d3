package io.github.llmgateway.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * By which API a model is called, and by which name. Follows from the provider, from what LiteLLM puts in front of a
 * model's name ({@code bedrock/converse/…}, {@code openai/responses/…}), from the model's family, which
 * {@code base_model} tells where the name does not, and from the address: a server that is not OpenAI's own has Chat
 * Completions alone.
 *
 * @param api  the API
 * @param name the model's name there
 */
record CalledModel(Api api, String name) {

    private static final Set<String> OPENAI_HOSTS = Set.of("api.openai.com", "eu.api.openai.com", "us.api.openai.com");
    /** Models that Chat Completions does not have (OpenAI, model pages: "Endpoints"). */
    private static final String RESPONSES_ONLY =
            "(gpt-5([.]\\d)?-(codex|pro)|gpt-5[.]\\d-codex|codex-|o1-pro|o3-pro|.*deep-research|computer-use-).*";

    static CalledModel of(ModelName asked, String base, Section info) {
        Provider provider = asked.provider();
        String model = asked.model();
        String known = base == null ? model : base;
        return switch (provider.api()) {
            case BEDROCK_CONVERSE -> bedrock(model, known.toLowerCase(Locale.ROOT));
            case VERTEX_GEMINI -> vertex(model, known);
            case AZURE_AI -> known.startsWith("claude") ? new CalledModel(Api.AZURE_ANTHROPIC, model)
                    : new CalledModel(Api.AZURE_AI, model);
            case AZURE_OPENAI -> responses(model, known, info, Api.AZURE_RESPONSES, Api.AZURE_OPENAI);
            case OPENAI_COMPATIBLE -> provider.name().equals("openai")
                    ? responses(model, known, info, Api.OPENAI_RESPONSES, Api.OPENAI_COMPATIBLE)
                    : new CalledModel(Api.OPENAI_COMPATIBLE, model);
            default -> new CalledModel(provider.api(), model);
        };
    }

    private static CalledModel responses(String model, String known, Section info, Api responses, Api otherwise) {
        if (model.startsWith("responses/")) {
            return new CalledModel(responses, model.substring("responses/".length()));
        }
        boolean wanted = "responses".equals(info.unneeded().text("mode")) || known.matches(RESPONSES_ONLY);
        return new CalledModel(wanted ? responses : otherwise, model);
    }

    private static CalledModel bedrock(String model, String known) {
        if (model.startsWith("converse/")) {
            return new CalledModel(Api.BEDROCK_CONVERSE, model.substring("converse/".length()));
        }
        boolean invoke = model.startsWith("invoke/");
        String name = invoke ? model.substring("invoke/".length()) : model;
        if (known.contains("anthropic") || known.contains("claude") || invoke && name.startsWith("arn:")) {
            return new CalledModel(Api.BEDROCK_ANTHROPIC, name);
        }
        return new CalledModel(known.contains("embed") ? Api.BEDROCK_EMBEDDING : Api.BEDROCK_CONVERSE, name);
    }

    private static CalledModel vertex(String model, String known) {
        if (known.startsWith("claude")) {
            return new CalledModel(Api.VERTEX_ANTHROPIC, model);
        }
        if (known.startsWith("mistral") || known.startsWith("codestral")) {
            return new CalledModel(Api.VERTEX_MISTRAL, model);
        }
        if (model.contains("embedding")) {
            return new CalledModel(Api.VERTEX_EMBEDDING, model);
        }
        // Partners' models of the Chat Completions endpoint are named PUBLISHER/MODEL; a number is a tuned Gemini.
        boolean partner = model.indexOf('/') > 0 && !model.startsWith("gemini/");
        return new CalledModel(partner ? Api.VERTEX_OPENAI : Api.VERTEX_GEMINI, model);
    }

    /** Whether the name is an ARN that tells no model (Bedrock User Guide, "Application inference profiles"). */
    boolean opaque() {
        return api == Api.BEDROCK_CONVERSE && name.matches("arn:[^/]*/[a-z0-9]+");
    }

    /** The same once the address is known. */
    CalledModel at(URI base) {
        if (api == Api.OPENAI_COMPATIBLE && OPENAI_HOSTS.contains(base.getHost())) {
            return new CalledModel(Api.OPENAI, name);
        }
        boolean v1 = base.getRawPath() != null && base.getRawPath().endsWith("/openai/v1");
        return v1 && api == Api.AZURE_OPENAI ? new CalledModel(Api.AZURE_OPENAI_V1, name) : this;
    }
}
