package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one entry of {@code model_list}. */
final class DeploymentReader {

    /** A deployment, or none because it is wrong, or because it is skipped. */
    record Outcome(Deployment deployment, boolean skipped) {
        static final Outcome WRONG = new Outcome(null, false);
        static final Outcome SKIPPED = new Outcome(null, true);
    }

    private final KnownKeys known;
    private final EndpointReader endpoints;

    DeploymentReader(KnownKeys known, EndpointReader endpoints) {
        this.known = known;
        this.endpoints = endpoints;
    }

    Outcome read(Section section) {
        Set<String> missing = new LinkedHashSet<>();
        Section entry = section.onUnset((place, key, variable) -> {
            if (missing.add(variable)) {
                String message = "the environment variable " + variable + " is not set: this deployment is skipped";
                section.noticeAt(place, key, message, "set " + variable);
            }
        });
        String group = entry.text("model_name");
        if (!entry.has("model_name") || entry.isEmpty("model_name")) {
            String message = entry.has("model_name") ? "the name is empty" : "missing";
            entry.error("model_name", message, "give the name by which clients ask for it");
        }
        Section params = entry.section("litellm_params");
        if (params == null) {
            if (!entry.has("litellm_params") || entry.isEmpty("litellm_params")) {
                String mend = entry.has("model")
                        ? "put model and what belongs to it below litellm_params:"
                        : "add it, with model: PROVIDER/NAME";
                entry.error("litellm_params", "missing", mend);
            }
            return Outcome.WRONG;
        }
        String model = params.text("model");
        if (model == null) {
            if (!params.has("model") || params.isEmpty("model")) {
                params.error("model", "missing", "write it as PROVIDER/NAME, such as anthropic/claude-sonnet-4-5");
            }
            return missing.isEmpty() ? Outcome.WRONG : Outcome.SKIPPED;
        }
        ModelName name = ModelName.of(params, model);
        if (name == null) {
            return Outcome.WRONG;
        }
        if (!name.provider().built()) {
            String provider = "the provider \"" + name.provider().name() + "\"";
            params.notice("model", provider + " is known but not built yet: this deployment is skipped", "");
            return Outcome.SKIPPED;
        }
        if (name.model().contains("*") && group != null && !group.contains("*")) {
            String message = "the model has a *, and \"" + group + "\" has none to fill it from";
            String pattern = name.provider().name() + "/*";
            params.error("model", message, "name the model, or write a pattern such as " + pattern + " as model_name");
        }
        Section info = entry.section("model_info");
        info = info == null ? Section.absent(entry, "model_info") : info;
        String base = ModelName.base(params, info);
        CalledModel called = CalledModel.of(name, base, info);
        if (base == null && called.opaque()) {
            params.notice("model", "this ARN does not tell which model it is: it is called by Converse",
                    "set base_model, such as anthropic.claude-sonnet-4-5-20250929-v1:0");
        }
        CloudAddress cloud = new CloudAddress(params);
        Endpoint endpoint = endpoints.read(name.provider(), called, params, cloud);
        if (endpoint != null && endpoint.base() != null) {
            called = called.at(endpoint.base());
        }
        Deployment deployment = deployment(entry, params, info, group, name, base, called, endpoint, cloud.parameters());
        if (!missing.isEmpty() || cloud.incomplete()) {
            return Outcome.SKIPPED;
        }
        if (endpoint == null || group == null) {
            return Outcome.WRONG;
        }
        if (endpoints.lacksKey(name.provider(), endpoint)) {
            String variable = name.provider().keyVariables().get(0);
            params.notice("api_key", "no key, and " + variable + " is not set: this deployment is skipped", "set either");
            return Outcome.SKIPPED;
        }
        return new Outcome(deployment, false);
    }

    private Deployment deployment(
            Section entry,
            Section params,
            Section info,
            String group,
            ModelName name,
            String base,
            CalledModel called,
            Endpoint endpoint,
            Map<String, Object> cloud) {
        Selection selection = selection(entry, params);
        Integer maxRetries = params.integer("max_retries", 0);
        Integer numRetries = params.integer("num_retries", 0);
        AttemptLimits attempts = new AttemptLimits(
                params.seconds("timeout", false),
                params.seconds("stream_timeout", false),
                first(maxRetries, numRetries),
                params.seconds("cooldown_time", true));
        Pricing pricing = pricing(params, info);
        Long maxOutput = info.whole("max_output_tokens", 1, Long.MAX_VALUE);
        Long maxBoth = info.whole("max_tokens", 1, Long.MAX_VALUE);
        TokenLimits tokens = new TokenLimits(
                params.whole("max_tokens", 1, Long.MAX_VALUE),
                info.whole("max_input_tokens", 1, Long.MAX_VALUE),
                first(maxOutput, maxBoth));
        List<String> drops = params.texts("additional_drop_params");
        RequestEdits edits = new RequestEdits(
                params.flag("drop_params"),
                drops == null ? List.of() : drops,
                CachePointReader.read(params),
                DefaultsReader.read(params, name.provider()));
        String id = info.text("id");
        Map<String, Object> modelInfo = all(info);
        Map<String, Object> rest = rest(params, name.provider());
        rest.putAll(cloud);
        known.tellTypos(info, "model_info");
        known.tellUnused(entry, "model_list");
        if (endpoint == null || group == null) {
            return null;
        }
        Deployment deployment = new Deployment(
                first(id, ""),
                group,
                name.provider().name(),
                called.api(),
                called.name(),
                base,
                endpoint,
                selection,
                attempts,
                pricing,
                tokens,
                edits,
                rest,
                modelInfo,
                entry.place().line());
        return id != null ? deployment : DeploymentIds.withId(deployment, params.reference("api_key"));
    }

    // rpm and tpm stand beside litellm_params in older files.
    private static Selection selection(Section entry, Section params) {
        Long rpm = entry.whole("rpm", 0, Long.MAX_VALUE);
        Long tpm = entry.whole("tpm", 0, Long.MAX_VALUE);
        List<String> tags = params.texts("tags");
        return new Selection(
                first(params.number("weight", 0), Selection.DEFAULT_WEIGHT),
                first(params.integer("order", 0), Selection.LAST),
                first(params.whole("rpm", 0, Long.MAX_VALUE), rpm),
                first(params.whole("tpm", 0, Long.MAX_VALUE), tpm),
                params.integer("max_parallel_requests", 1),
                tags == null ? List.of() : tags);
    }

    private static Pricing pricing(Section params, Section info) {
        Double input = price("input_cost_per_token", params, info);
        Double output = price("output_cost_per_token", params, info);
        return first(input, output) == null ? Pricing.UNKNOWN
                : new Pricing(true, first(input, 0.0), first(output, 0.0));
    }

    private static Double price(String key, Section params, Section info) {
        Double fromInfo = info.number(key, 0);
        return first(params.number(key, 0), fromInfo);
    }

    private static Map<String, Object> all(Section info) {
        Map<String, Object> values = new LinkedHashMap<>();
        // What was not asked for is shown, no more.
        info.keys().forEach(key -> values.put(key, (info.asked().contains(key) ? info : info.unneeded()).any(key)));
        return values;
    }

    // The simulator takes what settings it likes; of another provider's, what is not used is told.
    private Map<String, Object> rest(Section params, Provider provider) {
        Set<String> others = new LinkedHashSet<>(params.keys());
        others.removeAll(params.asked());
        boolean simulator = provider.api() == Api.SIMULATOR;
        if (!simulator) {
            known.tellUnused(params, "litellm_params");
        }
        Section settings = simulator ? params : params.unneeded();
        Map<String, Object> values = new LinkedHashMap<>();
        others.forEach(key -> values.put(key, settings.any(key)));
        return values;
    }
}
