package io.github.llmgateway.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/** A proxy between a client and a server that writes down what the client sends and changes nothing. */
public final class Wiretap implements AutoCloseable {

    private final StubProvider ear;
    private final HttpClient client;
    private final String target;

    /** Listens to what is sent to {@code target}. */
    public Wiretap(String target) {
        this.target = target;
        ear = new StubProvider(this::relay);
        client = ear.vertx().createHttpClient();
    }

    private void relay(StubProvider.Asked asked, HttpServerResponse response) {
        RequestOptions options = new RequestOptions().setAbsoluteURI(target + asked.uri())
                .setMethod(HttpMethod.valueOf(asked.method())).setHeaders(asked.headers());
        client.request(options).compose(request -> request.send(Buffer.buffer(asked.body())))
                .onSuccess(answer -> back(answer, response))
                .onFailure(broken -> response.setStatusCode(502).end());
    }

    private static void back(HttpClientResponse answer, HttpServerResponse response) {
        response.setStatusCode(answer.statusCode());
        response.headers().setAll(answer.headers());
        if (!response.headers().contains("content-length")) {
            response.setChunked(true);
        }
        answer.pipeTo(response);
    }

    /** Where the client shall send to. */
    public String url() {
        return ear.url();
    }

    /** All that the client has sent. */
    public List<StubProvider.Asked> heard() {
        return ear.asked();
    }

    @Override
    public void close() {
        ear.close();
    }
}
