package io.github.llmgateway.provider;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import java.util.ArrayList;
import java.util.List;

/** What becomes of what a provider cannot be told: {@code drop_params} and {@code additional_drop_params}. */
final class LossPolicy {

    private final GatewayConfig config;

    LossPolicy(GatewayConfig config) {
        this.config = config;
    }

    /** Fields that the operator wants left out wherever they stand. */
    List<String> unwanted(Deployment deployment) {
        List<String> everywhere = config.translation().additionalDropParams();
        List<String> here = deployment.edits().additionalDropParams();
        if (everywhere.isEmpty()) {
            return here;
        }
        List<String> both = new ArrayList<>(everywhere);
        both.addAll(here);
        return both;
    }

    /** Names each loss in the answer's header, or refuses the request where it is not harmless and may not be dropped. */
    void refuseOrDrop(Call call, Deployment deployment, List<Loss> losses) throws Failure {
        Boolean own = deployment.edits().dropParams();
        boolean drop = own != null ? own : config.translation().dropParams();
        List<String> unwanted = unwanted(deployment);
        for (Loss loss : losses) {
            if (call.outline().forGateway.contains(loss.field())) {
                continue;
            }
            if (!loss.harmless() && !drop && !unwanted.contains(loss.field())) {
                throw Failure.badRequest(loss.field() + ": " + loss.reason() + " (model " + call.getModel()
                        + ", provider " + deployment.provider() + "). Leave it out, or let the operator set "
                        + "drop_params: true.", loss.field());
            }
            call.dropped().add(loss.field());
        }
    }
}
