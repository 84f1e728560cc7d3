package io.github.llmgateway.credentials.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.config.Trust;
import io.github.llmgateway.credentials.Parameters;
import java.util.Map;

/**
 * What a deployment's authorization at Google depends on; equal settings share one.
 *
 * @param given the credentials that the configuration gives, JSON or a file's path; null: Application Default
 *              Credentials
 * @param proxy the deployment's own proxy; null: the configuration's
 * @param trust whom the deployment's calls believe; null: as the configuration says
 * @param environment the variables by which Application Default Credentials are found
 */
record GoogleSettings(Secret given, ProxyAddress proxy, Trust trust, Environment environment) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static GoogleSettings of(Deployment deployment, Environment environment) {
        Parameters parameters = new Parameters(deployment, environment.variables());
        Secret given = given(parameters, "vertex_credentials");
        if (given == null) {
            given = given(parameters, "vertex_ai_credentials");
        }
        if (given == null) {
            given = parameters.secretVariable("VERTEXAI_CREDENTIALS");
        }
        return new GoogleSettings(given, deployment.endpoint().proxy(), deployment.endpoint().trust(), environment);
    }

    private static Secret given(Parameters parameters, String name) {
        Map<?, ?> map = parameters.map(name);
        if (map == null) {
            return parameters.secret(name);
        }
        try {
            return Secret.of(JSON.writeValueAsString(map));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what YAML says, JSON can say");
        }
    }
}
