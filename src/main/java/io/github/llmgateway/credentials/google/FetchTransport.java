package io.github.llmgateway.credentials.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.github.llmgateway.credentials.Fetching;
import io.github.llmgateway.upstream.Fetch;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The HTTP of Google's libraries on the gateway's way out. Blocks the calling thread; safe for all threads. */
final class FetchTransport extends HttpTransport {

    private final Fetching fetching;

    FetchTransport(Fetching fetching) {
        this.fetching = fetching;
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Asked(method, url);
    }

    private final class Asked extends LowLevelHttpRequest {

        private final String method;
        private final String url;
        private final MultiMap headers = HttpHeaders.headers();

        Asked(String method, String url) {
            this.method = method;
            this.url = url;
        }

        @Override
        public void addHeader(String name, String value) {
            headers.add(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            Buffer body = null;
            if (getStreamingContent() != null) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                getStreamingContent().writeTo(out);
                body = Buffer.buffer(out.toByteArray());
                if (getContentType() != null) {
                    headers.set(HttpHeaders.CONTENT_TYPE, getContentType());
                }
                if (getContentEncoding() != null) {
                    headers.set(HttpHeaders.CONTENT_ENCODING, getContentEncoding());
                }
            }
            // The way out unpacks what it has asked to be packed itself.
            headers.remove(HttpHeaders.ACCEPT_ENCODING);
            return new Answered(fetching.send(HttpMethod.valueOf(method), url, headers, body));
        }
    }

    private static final class Answered extends LowLevelHttpResponse {

        private final Fetch.Fetched fetched;
        private final List<Map.Entry<String, String>> headers;

        Answered(Fetch.Fetched fetched) {
            this.fetched = fetched;
            this.headers = new ArrayList<>(fetched.headers().entries());
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(fetched.body().getBytes());
        }

        @Override
        public String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return fetched.body().length();
        }

        @Override
        public String getContentType() {
            return fetched.headers().get(HttpHeaders.CONTENT_TYPE);
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + fetched.status();
        }

        @Override
        public int getStatusCode() {
            return fetched.status();
        }

        @Override
        public String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.get(index).getKey();
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.get(index).getValue();
        }
    }
}
