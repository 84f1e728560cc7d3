package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.standin.Family;
import io.github.llmgateway.standin.Heard;
import io.github.llmgateway.standin.StandIn;
import io.github.llmgateway.testing.RunningGateway;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A gateway with one model at a strict stand-in of each family; retries are left to the client. */
final class StandInScene implements AutoCloseable {

    static final String MASTER_KEY = "sk-master";

    private final Map<Family, StandIn> standIns = new EnumMap<>(Family.class);
    private final RunningGateway gateway;

    StandInScene(Family... families) {
        StringBuilder config = new StringBuilder("""
                general_settings: {master_key: %s}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                model_list:
                """.formatted(MASTER_KEY));
        for (Family family : families) {
            StandIn standIn = family.start();
            standIns.put(family, standIn);
            config.append(standIn.configuration(model(family)));
        }
        gateway = RunningGateway.with(config.toString());
    }

    /** The name of the model that is served by a provider of this family. */
    String model(Family family) {
        return "model-of-" + family.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was last said to the provider. */
    Heard heard(Family family) {
        List<Heard> heard = standIns.get(family).heard();
        return heard.get(heard.size() - 1);
    }

    /** Fails if a request since the last time broke a rule of its provider. */
    void assertNoViolations() {
        List<String> violations = standIns.values().stream().flatMap(each -> each.violations().stream()).toList();
        standIns.values().forEach(each -> each.violations().clear());
        assertThat(violations).isEmpty();
    }

    String url() {
        return gateway.url();
    }

    @Override
    public void close() {
        gateway.close();
        standIns.values().forEach(StandIn::close);
    }
}
