package io.github.llmgateway.config;

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
