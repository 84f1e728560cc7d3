package io.github.llmgateway.passage;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.Provider;
import io.github.llmgateway.config.Providers;
import io.github.llmgateway.config.Wildcard;
import io.github.llmgateway.routing.Admission;
import io.github.llmgateway.routing.Fleet;
import io.github.llmgateway.routing.ModelResolver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Chooses the deployment that gets a request: of the group that the request names, the one with the least to do; where
 * it names none, the first of the provider in the order of the file, for what is kept at a provider (files, batches) is
 * to be found again. One that rests is passed over; {@link Admission limits} hold as for conversations.
 */
final class DeploymentChoice {

    private final GatewayConfig config;
    private final Map<String, List<Deployment>> groups;
    private final ModelResolver resolver;
    private final Fleet fleet;
    private final Admission admission;

    DeploymentChoice(GatewayConfig config, Fleet fleet) {
        this.config = config;
        this.groups = config.groups();
        this.resolver = new ModelResolver(config);
        this.fleet = fleet;
        this.admission = new Admission(config.routing(), fleet);
    }

    /**
     * One of the group of that name, at one of these providers or, if {@code alike}, one with an API like OpenAI's.
     *
     * @param elsewhere what to tell a client whose model is at none of them; may be empty
     */
    Chosen ofGroup(String model, List<String> providers, boolean alike, String elsewhere) throws Failure {
        String group = resolver.group(model);
        List<Deployment> members = groups.get(group).stream().filter(each -> providers.contains(each.provider())
                || alike && (each.api().openAis() || each.api() == Api.SIMULATOR)).toList();
        if (members.isEmpty()) {
            throw Failure.badRequest("The model '" + model + "' has no deployment at " + String.join(" or ", providers)
                    + ", to which this request would pass." + (elsewhere.isEmpty() ? "" : " " + elsewhere), "model");
        }
        return leastBusy(group, members);
    }

    /** One of these providers: of the group of that name if there is one there; {@code model} may be null. */
    Chosen ofProvider(String model, List<String> providers) throws Failure {
        String group = model == null ? null : resolver.known(model);
        List<Deployment> members = group == null ? List.of() : at(providers, groups.get(group));
        if (!members.isEmpty()) {
            return leastBusy(group, members);
        }
        List<Deployment> all = at(providers, config.deployments());
        if (all.isEmpty()) {
            throw missing(providers.get(0));
        }
        return new Chosen(first(providers.get(0), all), false);
    }

    /** Whether the name is one of a model at these providers that no group has, as far as it is not a pattern's. */
    boolean theirOwn(String model, List<String> providers) {
        String group = resolver.known(model);
        return group == null || Wildcard.is(group) && at(providers, groups.get(group)).isEmpty();
    }

    private static List<Deployment> at(List<String> providers, List<Deployment> deployments) {
        return deployments.stream().filter(each -> providers.contains(each.provider())).toList();
    }

    private Chosen leastBusy(String group, List<Deployment> deployments) throws Failure {
        List<Deployment> called = called(deployments);
        return new Chosen(called.stream().filter(each -> admission.admits(each, 0))
                .min(Comparator.comparingInt(each -> fleet.health(each.id()).underWay()))
                .orElseThrow(() -> admission.refusal("the model " + group, called, 0)), true);
    }

    /** While the first has no room the next one does not take over: another account has other files. */
    private Deployment first(String provider, List<Deployment> deployments) throws Failure {
        List<Deployment> called = called(deployments);
        List<Deployment> asked = called.stream().filter(each -> fleet.health(each.id()).restMillis() == 0).limit(1)
                .toList();
        if (asked.isEmpty() || !admission.admits(asked.get(0), 0)) {
            throw admission.refusal("the provider " + provider, asked.isEmpty() ? called : asked, 0);
        }
        return asked.get(0);
    }

    private static List<Deployment> called(List<Deployment> deployments) throws Failure {
        List<Deployment> called = deployments.stream().filter(each -> each.endpoint().base() != null).toList();
        if (called.isEmpty()) {
            throw Failure.of(FailureKind.NOT_SUPPORTED, "The simulator answers conversations only.");
        }
        return called;
    }

    private static Failure missing(String provider) {
        String variable = Providers.named(provider).map(Provider::keyVariables).filter(keys -> !keys.isEmpty())
                .map(keys -> ", api_key: os.environ/" + keys.get(0)).orElse("");
        return Failure.of(FailureKind.NOT_FOUND, "Nothing passes to the provider " + provider + ": model_list has no "
                + "deployment of it whose credentials could be used. Add one, such as {model_name: " + provider
                + "/*, litellm_params: {model: " + provider + "/*" + variable + "}}.");
    }
}
