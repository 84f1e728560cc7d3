package io.github.llmgateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code model_list}: a model at a provider, reachable under the name of its group.
 *
 * @param id         {@code model_info.id}, else a hash of what identifies it; the same after a restart, after entries
 *                   changed places, and after its weight, limits, timeouts or prices changed
 * @param modelGroup {@code model_name}, what clients ask for; may be a pattern such as {@code anthropic/*}
 * @param provider   the provider's name as in LiteLLM, aliases resolved, such as {@code anthropic}
 * @param api        how the provider is called
 * @param model      the model's name at the provider; may contain {@code *}, to be filled from the client's
 * @param baseModel  {@code base_model}: which model that is, without a provider's name; null: {@code model} tells
 * @param endpoint   where and with which credentials
 * @param selection  its share of the group's requests
 * @param attempts   how long and how often it is tried
 * @param pricing    what it costs
 * @param tokens     what its model can take and give
 * @param edits      what is dropped from requests to it
 * @param parameters the other {@code litellm_params}, for the provider that knows them; values are text, numbers,
 *                   booleans, lists, maps, and {@link Secret} where the key's name says so
 * @param modelInfo  {@code model_info} as it stands in the file
 * @param line       its first line in the file
 */
public record Deployment(
        String id,
        String modelGroup,
        String provider,
        Api api,
        String model,
        String baseModel,
        Endpoint endpoint,
        Selection selection,
        AttemptLimits attempts,
        Pricing pricing,
        TokenLimits tokens,
        RequestEdits edits,
        Map<String, Object> parameters,
        Map<String, Object> modelInfo,
        int line) {

    public Deployment {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        modelInfo = Collections.unmodifiableMap(new LinkedHashMap<>(modelInfo));
    }

    /**
     * Its own name for a model; where it has a star, what the group's star stood for in the name asked takes its place:
     * asked {@code anthropic/claude-x} of the group {@code anthropic/*} with the model {@code *}, the provider is asked
     * for {@code claude-x}. Several stars are filled in turn.
     */
    public String model(String asked) {
        if (!Wildcard.is(model)) {
            return model;
        }
        String own = model;
        List<String> stood = Wildcard.is(modelGroup) ? Wildcard.stars(modelGroup, asked) : null;
        for (String part : stood == null ? List.of(asked) : stood) {
            int star = own.indexOf('*');
            own = star < 0 ? own : own.substring(0, star) + part + own.substring(star + 1);
        }
        return own;
    }

    /** Which model {@code own} is: what depends on the model goes by this, and {@code own} is what is asked for. */
    public String base(String own) {
        return baseModel == null ? own : baseModel;
    }

    /** Whether the group's name is a pattern that serves many models. */
    public boolean wildcard() {
        return modelGroup.contains("*");
    }

    /** Who it is, without settings: they could hold what must not be shown. */
    @Override
    public String toString() {
        return "Deployment[" + id + ", " + modelGroup + " -> " + provider + "/" + model + "]";
    }
}
