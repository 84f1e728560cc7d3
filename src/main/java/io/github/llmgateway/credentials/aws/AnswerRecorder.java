package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.call.Incoming;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps what came over the wire, status, headers and bytes, for the request that carries a {@link Recorded}: neither
 * the SDK's result nor its exception has all of it, and Camel's component hands on less.
 */
final class AnswerRecorder implements ExecutionInterceptor {

    /** Where a request carries it. */
    static final ExecutionAttribute<Recorded> RECORDED = new ExecutionAttribute<>("io.github.llmgateway.Recorded");

    /** What came; one a request, handed from the thread that calls to the one that goes on. */
    static final class Recorded {

        private volatile Incoming incoming;

        /** The answer; null where there was none. */
        Incoming incoming() {
            return incoming;
        }
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
            ExecutionAttributes attributes) {
        Recorded recorded = attributes.getAttribute(RECORDED);
        if (recorded == null || context.responseBody().isEmpty()) {
            return context.responseBody();
        }
        byte[] bytes;
        try (InputStream in = context.responseBody().get()) {
            bytes = in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        MultiMap headers = HttpHeaders.headers();
        context.httpResponse().forEachHeader((name, values) -> headers.set(name, values));
        recorded.incoming = new Incoming(context.httpResponse().statusCode(), headers, Buffer.buffer(bytes), null,
                () -> { }, 0);
        return Optional.of(new ByteArrayInputStream(bytes));
    }
}
