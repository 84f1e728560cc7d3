package io.github.llmgateway.passage;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.Provider;
import io.github.llmgateway.config.Providers;
import io.github.llmgateway.routing.Fleet;
import io.github.llmgateway.routing.ModelResolver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Chooses the deployment that gets a request: of the group that the request names, the one with the least to do; where
 * it names none, the first of the provider in the order of the file, for what is kept at a provider (files, batches) is
 * to be found again. One that rests is passed over.
 */
final class DeploymentChoice {

    private final GatewayConfig config;
    private final Map<String, List<Deployment>> groups;
    private final ModelResolver resolver;
    private final Fleet fleet;

    DeploymentChoice(GatewayConfig config, Fleet fleet) {
        this.config = config;
        this.groups = config.groups();
        this.resolver = new ModelResolver(config);
        this.fleet = fleet;
    }

    /** One of the group of that name, at any provider. */
    Chosen ofGroup(String model) throws Failure {
        return new Chosen(leastBusy(groups.get(resolver.group(model))), true);
    }

    /** One of the group of that name, at one of these providers. */
    Chosen ofGroup(String model, List<String> providers) throws Failure {
        List<Deployment> members = at(providers, groups.get(resolver.group(model)));
        if (members.isEmpty()) {
            throw Failure.badRequest("The model '" + model + "' has no deployment at " + String.join(" or ", providers)
                    + ", to which this request would pass.", "model");
        }
        return new Chosen(leastBusy(members), true);
    }

    /** One of these providers: of the group of that name if there is one there; {@code model} may be null. */
    Chosen ofProvider(String model, List<String> providers) throws Failure {
        String group = model == null ? null : resolver.known(model);
        List<Deployment> members = group == null ? List.of() : at(providers, groups.get(group));
        if (!members.isEmpty()) {
            return new Chosen(leastBusy(members), true);
        }
        List<Deployment> all = at(providers, config.deployments());
        if (all.isEmpty()) {
            throw missing(providers.get(0));
        }
        return new Chosen(awake(all).get(0), false);
    }

    private static List<Deployment> at(List<String> providers, List<Deployment> deployments) {
        return deployments.stream().filter(each -> providers.contains(each.provider())).toList();
    }

    private Deployment leastBusy(List<Deployment> deployments) throws Failure {
        return awake(deployments).stream()
                .min(Comparator.comparingInt(each -> fleet.health(each.id()).underWay())).orElseThrow();
    }

    private List<Deployment> awake(List<Deployment> deployments) throws Failure {
        List<Deployment> called = deployments.stream().filter(each -> each.endpoint().base() != null).toList();
        if (called.isEmpty()) {
            throw Failure.of(FailureKind.NOT_SUPPORTED, "The simulator answers conversations only.");
        }
        List<Deployment> awake = called.stream().filter(each -> fleet.health(each.id()).restMillis() == 0).toList();
        if (awake.isEmpty()) {
            long soonest = called.stream().mapToLong(each -> fleet.health(each.id()).restMillis()).min().orElse(0);
            throw Failure.of(FailureKind.UNAVAILABLE, "All deployments that could take this request rest after "
                    + "failures; the next try is possible in " + (soonest + 999) / 1000 + " s.")
                    .withRetryAfterMillis(soonest);
        }
        return awake;
    }

    private static Failure missing(String provider) {
        String variable = Providers.named(provider).map(Provider::keyVariables).filter(keys -> !keys.isEmpty())
                .map(keys -> ", api_key: os.environ/" + keys.get(0)).orElse("");
        return Failure.of(FailureKind.NOT_FOUND, "Nothing passes to the provider " + provider + ": model_list has no "
                + "deployment of it whose credentials could be used. Add one, such as {model_name: " + provider
                + "/*, litellm_params: {model: " + provider + "/*" + variable + "}}.");
    }
}
