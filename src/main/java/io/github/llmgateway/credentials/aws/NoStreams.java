package io.github.llmgateway.credentials.aws;

import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/**
 * The client for streams that Camel's {@code aws-bedrock} wants when it starts, whether or not it will stream: without
 * one it makes its own, with an HTTP client and a search for credentials that go around the gateway's. Every operation
 * is refused by the SDK's defaults.
 */
public final class NoStreams implements BedrockRuntimeAsyncClient {

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
