package io.github.llmgateway.provider;

import io.github.llmgateway.config.Deployment;

/** The name under which a deployment knows a model. */
public final class ModelName {

    private ModelName() {
    }

    /**
     * The deployment's own name; where it has a star, what the group's star stood for in the name asked takes its
     * place: asked {@code anthropic/claude-x} of the group {@code anthropic/*} with the model {@code *}, the provider
     * is asked for {@code claude-x}.
     */
    public static String of(Deployment deployment, String asked) {
        String own = deployment.model();
        int star = own.indexOf('*');
        if (star < 0) {
            return own;
        }
        String group = deployment.modelGroup();
        int groupStar = group.indexOf('*');
        String stood = asked;
        if (groupStar >= 0) {
            String before = group.substring(0, groupStar);
            String after = group.substring(groupStar + 1);
            if (asked.startsWith(before) && asked.endsWith(after)
                    && asked.length() >= before.length() + after.length()) {
                stood = asked.substring(before.length(), asked.length() - after.length());
            }
        }
        return own.substring(0, star) + stood + own.substring(star + 1);
    }
}
