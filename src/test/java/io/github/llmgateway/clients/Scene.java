package io.github.llmgateway.clients;

import io.github.llmgateway.testing.ModelApi;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.testing.Turn;
import java.util.EnumMap;
import java.util.Map;

/** A gateway with one model at a provider of each API; retries are left to the client. */
final class Scene implements AutoCloseable {

    static final String MASTER_KEY = "sk-master";

    private final Map<ModelApi, StubProvider> providers = new EnumMap<>(ModelApi.class);
    private final RunningGateway gateway;

    Scene() {
        StringBuilder config = new StringBuilder("""
                general_settings: {master_key: %s}
                router_settings: {num_retries: 0, disable_cooldowns: true}
                model_list:
                """.formatted(MASTER_KEY));
        for (ModelApi api : ModelApi.values()) {
            StubProvider provider = new StubProvider(api.says(Turn.text("Hello.")));
            providers.put(api, provider);
            config.append(api.entry(model(api), provider));
        }
        gateway = RunningGateway.with(config.toString());
    }

    /** The name of the model that is served by a provider of this API. */
    String model(ModelApi api) {
        return api == ModelApi.ANTHROPIC ? "claude" : "gpt";
    }

    StubProvider provider(ModelApi api) {
        return providers.get(api);
    }

    String url() {
        return gateway.url();
    }

    @Override
    public void close() {
        gateway.close();
        providers.values().forEach(StubProvider::close);
    }
}
