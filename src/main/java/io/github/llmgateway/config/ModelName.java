package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.util.List;
import java.util.Optional;

/** What {@code litellm_params.model} names: a provider and a model of it. */
record ModelName(Provider provider, String model) {

    private static final String CUSTOM = "custom_llm_provider";

    /** Resolves a model as LiteLLM does; null where it cannot, and the findings say why. */
    static ModelName of(Section params, String model) {
        String custom = params.text(CUSTOM);
        if (custom != null) {
            Optional<Provider> provider = Providers.named(custom);
            if (provider.isEmpty()) {
                return unknown(params, CUSTOM, custom);
            }
            boolean repeated = model.startsWith(custom + "/");
            return new ModelName(provider.get(), repeated ? model.substring(custom.length() + 1) : model);
        }
        int slash = model.indexOf('/');
        if (slash < 0) {
            return ofBareName(params, model);
        }
        String prefix = model.substring(0, slash);
        String rest = model.substring(slash + 1);
        Optional<Provider> provider = Providers.named(prefix);
        if (provider.isEmpty()) {
            return unknown(params, "model", prefix);
        }
        if (rest.isBlank() && provider.get().built()) {
            params.error("model", "no model after the provider's name", "write it as PROVIDER/NAME");
            return null;
        }
        return new ModelName(provider.get(), rest);
    }

    /**
     * Which model a deployment is whose own name does not tell, as one of Azure's or an ARN of Bedrock's;
     * {@code base_model} as LiteLLM has it, without a provider's name before it. Null: nobody said.
     */
    static String base(Section params, Section info) {
        String told = info.text("base_model");
        String base = first(params.text("base_model"), told);
        int slash = base == null ? -1 : base.indexOf('/');
        return slash > 0 && Providers.named(base.substring(0, slash)).isPresent() ? base.substring(slash + 1) : base;
    }

    private static ModelName ofBareName(Section params, String model) {
        Optional<Provider> provider = Providers.ofModel(model);
        if (provider.isEmpty()) {
            params.error("model", "no provider in \"" + model + "\"", "write it as PROVIDER/NAME, such as openai/" + model);
            return null;
        }
        return new ModelName(provider.get(), model);
    }

    private static ModelName unknown(Section params, String key, String name) {
        List<String> names = Providers.allNames();
        String mend = Nearest.mend(name, names, "use one of " + String.join(", ", Providers.names()));
        params.error(key, "unknown provider \"" + name + "\"", mend);
        return null;
    }
}
