package io.github.llmgateway.credentials.entra;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The HTTP of Microsoft's library on the gateway's way out. Blocks the calling thread; safe for all threads. */
final class FetchMsalClient implements IHttpClient {

    private final Fetching fetching;

    FetchMsalClient(Fetching fetching) {
        this.fetching = fetching;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException {
        MultiMap headers = HttpHeaders.headers();
        if (request.headers() != null) {
            request.headers().forEach(headers::set);
        }
        Buffer body = request.body() == null || request.body().isEmpty() ? null : Buffer.buffer(request.body());
        Fetch.Fetched fetched = fetching.send(HttpMethod.valueOf(request.httpMethod().name()),
                request.url().toString(), headers, body);
        Map<String, List<String>> answered = new HashMap<>();
        fetched.headers().names().forEach(name -> answered.put(name, fetched.headers().getAll(name)));
        HttpResponse response = new HttpResponse().statusCode(fetched.status()).body(fetched.body().toString());
        response.addHeaders(answered);
        return response;
    }
}
