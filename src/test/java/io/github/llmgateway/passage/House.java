package io.github.llmgateway.passage;

import io.github.llmgateway.standin.AwsSignature;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A gateway with a deployment at each provider, all of which are one stub. */
final class House implements AutoCloseable {

    static final String KEY = "sk-master-of-the-test";

    final StubProvider provider;
    final RunningGateway gateway;

    House() {
        provider = new StubProvider(StubProvider.json(200, "{\"id\":\"it\"}"));
        gateway = RunningGateway.with("""
                general_settings: {master_key: %2$s}
                router_settings: {num_retries: 0, allowed_fails: 1000}
                gateway_settings: {drain_seconds: 1}
                model_list:
                  - {model_name: claude, litellm_params: {model: anthropic/claude-test, api_key: sk-anthropic, api_base: "%1$s/a"}}
                  - {model_name: gpt, litellm_params: {model: openai/gpt-test, api_key: sk-openai, api_base: "%1$s/o/v1"}}
                  - {model_name: painter, litellm_params: {model: openai/gpt-image-test, api_key: sk-openai, api_base: "%1$s/o/v1"}}
                  - {model_name: ear, litellm_params: {model: openai/whisper-test, api_key: sk-ear, api_base: "%1$s/e/v1"}}
                  - {model_name: azure-gpt, litellm_params: {model: azure/deployed, api_key: sk-azure, api_base: "%1$s/z", api_version: 2025-01-01}}
                  - {model_name: gemini, litellm_params: {model: gemini/gemini-test, api_key: sk-gemini, api_base: "%1$s/g/v1beta"}}
                  - model_name: vertex
                    litellm_params: {model: vertex_ai/gemini-test, api_key: sk-vertex, api_base: "%1$s/v", vertex_project: p1, vertex_location: l1}
                  - model_name: llama
                    litellm_params: {model: "bedrock/meta.llama-test-v1:0", api_base: "%1$s", aws_access_key_id: %3$s,
                      aws_secret_access_key: %4$s, aws_region_name: %5$s}
                  - {model_name: ranker, litellm_params: {model: hosted_vllm/rerank-test, api_key: sk-vllm, api_base: "%1$s/r/v1"}}
                """.formatted(provider.url(), KEY, AwsSignature.ACCESS_KEY, AwsSignature.SECRET_KEY,
                AwsSignature.REGION));
    }

    /** Sends a text with the gateway's key. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return gateway.send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                BodyHandlers.ofString(), with(headers));
    }

    static String[] with(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "authorization";
        all[1] = "Bearer " + KEY;
        return all;
    }

    @Override
    public void close() {
        gateway.close();
        provider.close();
    }
}
