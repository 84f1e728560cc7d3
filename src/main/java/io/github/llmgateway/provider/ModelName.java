package io.github.llmgateway.provider;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Wildcard;
import java.util.List;

/** The name under which a deployment knows a model. */
public final class ModelName {

    private ModelName() {
    }

    /**
     * The deployment's own name; where it has a star, what the group's star stood for in the name asked takes its
     * place: asked {@code anthropic/claude-x} of the group {@code anthropic/*} with the model {@code *}, the provider
     * is asked for {@code claude-x}. Several stars are filled in turn.
     */
    public static String of(Deployment deployment, String asked) {
        String own = deployment.model();
        if (!Wildcard.is(own)) {
            return own;
        }
        String group = deployment.modelGroup();
        List<String> stood = Wildcard.is(group) ? Wildcard.stars(group, asked) : null;
        for (String part : stood == null ? List.of(asked) : stood) {
            int star = own.indexOf('*');
            own = star < 0 ? own : own.substring(0, star) + part + own.substring(star + 1);
        }
        return own;
    }

    /** Which model that is: what depends on the model goes by this, and {@code own} is what the provider is asked for. */
    static String base(Deployment deployment, String own) {
        return deployment.baseModel() == null ? own : deployment.baseModel();
    }
}
