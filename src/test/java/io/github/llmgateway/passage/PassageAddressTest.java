package io.github.llmgateway.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.config.ConfigReader;
import io.github.llmgateway.config.Deployment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a path goes at the servers that providers have. */
class PassageAddressTest {

    private static Deployment deployment(String model, String params) {
        return ConfigReader.read("test.yaml", "model_list: [{model_name: m, litellm_params: {model: \"" + model
                + "\", api_key: k" + (params == null ? "" : ", " + params) + "}}]", Map.of(), false).config()
                .orElseThrow().deployments().get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anthropic/c    |                                     | /v1/files            | https://api.anthropic.com/v1/files
            openai/g       |                                     | /v1/files            | https://api.openai.com/v1/files
            openai/g       |                                     | /files               | https://api.openai.com/v1/files
            openai/g       | api_base: "https://proxy.test/ai"   | /v1/files            | https://proxy.test/ai/files
            openai/g       | api_base: "https://proxy.test/v1/"  | /v2/things           | https://proxy.test/v2/things
            groq/l         |                                     | /v1/audio/speech     | https://api.groq.com/openai/v1/audio/speech
            cohere/rerank  |                                     | /v1/rerank           | https://api.cohere.ai/v1/rerank
            gemini/g       |                                     | /v1beta/files        | https://generativelanguage.googleapis.com/v1beta/files
            gemini/g       |                                     | /upload/v1beta/files | https://generativelanguage.googleapis.com/upload/v1beta/files
            azure/d        | api_base: "https://r.openai.azure.com", api_version: "7" | /v1/images/generations | https://r.openai.azure.com/openai/deployments/d/images/generations?api-version=7
            azure/d        | api_base: "https://r.openai.azure.com", api_version: "7" | /v1/batches | https://r.openai.azure.com/openai/batches?api-version=7
            azure/d        | api_base: "https://r.openai.azure.com/openai/v1" | /v1/images/generations | https://r.openai.azure.com/openai/v1/images/generations
            bedrock/x.y-z  | aws_region_name: eu-central-1       | /guardrails          | https://bedrock-runtime.eu-central-1.amazonaws.com/guardrails
            vertex_ai/gemini-x | vertex_project: p, vertex_location: europe-west1 | /v1beta1/projects/q/locations/europe-west1/x | https://europe-west1-aiplatform.googleapis.com/v1beta1/projects/q/locations/europe-west1/x
            vertex_ai/gemini-x | vertex_project: p, vertex_location: europe-west1 | /publishers/google/models/m:predict | https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1/publishers/google/models/m:predict
            """)
    void aPathGoesToTheDeploymentsServerUnderTheVersionThatItNames(String model, String params, String path,
            String address) throws Exception {
        assertThat(PassageAddress.of(deployment(model, params), path, null, "d")).hasToString(address);
    }

    @Test
    void theQueryGoesAlongWithoutTheKey() throws Exception {
        Deployment gemini = deployment("gemini/g", null);

        assertThat(PassageAddress.of(gemini, "/v1beta/files", "key=k&a=%20b&&monkey=1&key", "").getRawQuery())
                .isEqualTo("a=%20b&monkey=1");
        assertThat(PassageAddress.of(gemini, "/v1beta/files", "key=k", "").getRawQuery()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/v1/../x", "/v1/./x", "/v1//x", "/v1/..", "/v1/%2E%2e/x", "/v1/%66iles", "v1/files", "''",
        "/v1/fi|les"})
    void aPathThatIsNotPlainIsRefused(String path) {
        Deployment openai = deployment("openai/g", null);

        assertThatThrownBy(() -> PassageAddress.of(openai, path, null, "")).isInstanceOf(Failure.class);
    }
}
