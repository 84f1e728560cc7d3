package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is no HTTP breaks the answer under way, and nobody's once that is over. */
class BreakWatchTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CompletableFuture<NetSocket> server = new CompletableFuture<>();
    private final AtomicReference<Throwable> told = new AtomicReference<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    private void ask() throws Exception {
        NetServer listening = vertx.createNetServer().connectHandler(socket -> socket.handler(asked -> server.complete(socket)))
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        HttpClient client = vertx.createHttpClient();
        loop.runOnContext(here -> client.request(HttpMethod.GET, listening.actualPort(), "127.0.0.1", "/")
                .onComplete(connected -> {
                    BreakWatch.over(connected.result(), told::set);
                    connected.result().connection().closeHandler(gone -> closed.complete(null));
                    connected.result().response().compose(HttpClientResponse::body)
                            .onComplete(whole -> over.complete(null));
                    connected.result().send();
                }));
    }

    private NetSocket says(String text) throws Exception {
        NetSocket socket = server.get(5, TimeUnit.SECONDS);
        socket.write(text).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        return socket;
    }

    @Test
    void whatBreaksAnAnswerIsTold() throws Exception {
        ask();
        says("no HTTP at all\r\n\r\n");
        closed.get(5, TimeUnit.SECONDS);
        assertThat(told.get()).isNotNull();
    }

    @Test
    void whatBreaksTheConnectionAfterwardsIsToldToNobody() throws Exception {
        ask();
        says(ANSWER + "ok");
        over.get(5, TimeUnit.SECONDS);
        says("no HTTP at all\r\n\r\n").close();
        closed.get(5, TimeUnit.SECONDS);
        assertThat(told.get()).isNull();
    }
}
