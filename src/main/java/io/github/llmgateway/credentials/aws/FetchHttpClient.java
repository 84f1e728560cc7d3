package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The AWS SDK's HTTP on the gateway's way out, so that its proxy and trust hold for STS and Bedrock, too. Whole answers;
 * blocks the calling thread. Safe for all threads; holds nothing that would have to be closed.
 */
public final class FetchHttpClient implements SdkHttpClient {

    private final Fetching fetching;

    /** Sends by {@code fetching}, within its bounds. */
    public FetchHttpClient(Fetching fetching) {
        this.fetching = fetching;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(send(request));
            }

            @Override
            public void abort() {
                // Nothing to break off: whoever waits is interrupted, and the answer's bounds end the rest.
            }
        };
    }

    private Fetch.Fetched send(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        MultiMap headers = HttpHeaders.headers();
        http.forEachHeader((name, values) -> headers.set(name, values));
        Buffer body = null;
        if (request.contentStreamProvider().isPresent()) {
            body = Buffer.buffer(bytes(request.contentStreamProvider().get()));
        }
        return fetching.send(HttpMethod.valueOf(http.method().name()), http.getUri().toString(), headers, body);
    }

    private static byte[] bytes(ContentStreamProvider content) throws IOException {
        try (InputStream in = content.newStream()) {
            return in.readAllBytes();
        }
    }

    private static HttpExecuteResponse response(Fetch.Fetched fetched) {
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(fetched.status());
        fetched.headers().forEach(header -> head.appendHeader(header.getKey(), header.getValue()));
        return HttpExecuteResponse.builder().response(head.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(fetched.body().getBytes())))
                .build();
    }

    @Override
    public String clientName() {
        return "Gateway";
    }

    @Override
    public void close() {
        // The way out belongs to the gateway.
    }
}
