package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.Entry;
import io.github.llmgateway.config.YamlNode.YamlMap;
import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entry {@code model_name: "*"} with {@code model: "*"}: LiteLLM infers the provider from the name that a client
 * asks for. Here it is read as an entry a provider that can be called, {@code anthropic/*}, and one a family of names
 * that only one provider has, {@code claude-*}.
 */
final class AnyModel {

    private static final String STAR = "*";

    private AnyModel() {}

    /** The entries that an entry stands for: itself, unless it is such a one. */
    static List<Section> expand(Section entry) {
        Section quiet = entry.onUnset((place, key, variable) -> {});
        String name = quiet.isText("model_name") ? quiet.text("model_name") : null;
        Section params = quiet.isMap("litellm_params") ? quiet.section("litellm_params") : null;
        boolean any = name != null
                && name.indexOf('*') >= 0
                && name.indexOf('*') == name.lastIndexOf('*')
                && params != null
                && params.isText("model")
                && STAR.equals(params.text("model"))
                && !params.has("custom_llm_provider");
        if (!any) {
            return List.of(entry);
        }
        for (String key : List.of("api_key", "api_base", "base_url")) {
            if (params.has(key) && !params.isEmpty(key)) {
                String message = "the model \"*\" stands for every provider, and " + key + " belongs to one";
                params.error(key, message, "name the provider, such as model: openai/*");
                return List.of();
            }
        }
        List<Section> entries = new ArrayList<>();
        Providers.families().forEach((pattern, provider) -> {
            if (callable(provider, params)) {
                entries.add(as(entry, params, name.replace(STAR, pattern), provider.name() + "/" + pattern));
            }
        });
        for (String provider : Providers.names()) {
            if (callable(Providers.named(provider).orElseThrow(), params)) {
                entries.add(as(entry, params, name.replace(STAR, provider + "/*"), provider + "/*"));
            }
        }
        return entries;
    }

    private static boolean callable(Provider provider, Section params) {
        boolean key = provider.keyVariables().stream().anyMatch(name -> params.variables().get(name) != null);
        return provider.base() != null && (key || !provider.needsKey());
    }

    private static Section as(Section entry, Section params, String name, String model) {
        Map<String, Entry> changed = new LinkedHashMap<>();
        params.keys().forEach(key -> changed.put(key, params.entry(key)));
        changed.put("model", new Entry(params.place("model"), text(params.place("model"), model)));
        return entry.with("model_name", text(entry.place("model_name"), name))
                .with("litellm_params", new YamlMap(params.place(), changed));
    }

    private static YamlScalar text(Place place, String text) {
        return new YamlScalar(place, text, text);
    }
}
