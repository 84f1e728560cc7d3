package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.llmgateway.config.ProxyAddress;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SOCKS 5 (RFC 1928, 1929), the proxy resolving the name. */
class SocksProxyTest {

    private final Vertx vertx = Vertx.vertx();
    private final Clients clients = new Clients(vertx);
    private final StubProvider server = new StubProvider(StubProvider.json(200, "{}"));

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Fetch.Fetched get(ProxyAddress proxy) {
        return clients.fetch().send(new Fetch.Request(HttpMethod.GET, "http://api.test/x", null, null, 20_000, 1000,
                proxy)).toCompletionStage().toCompletableFuture().join();
    }

    private static ProxyAddress address(ServerSocket socket, String password) {
        return new ProxyAddress("socks5", "localhost", socket.getLocalPort(), "jane", Secret.of(password));
    }

    /** Serves one connection; gives the name and password that were shown and the host that was asked for. */
    private CompletableFuture<String> serve(ServerSocket socket, String password) {
        CompletableFuture<String> asked = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (Socket client = socket.accept(); Socket target = new Socket("127.0.0.1",
                    URI.create(server.url()).getPort())) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                in.skipNBytes(1);
                in.skipNBytes(in.readUnsignedByte());
                client.getOutputStream().write(new byte[] {5, 2});
                in.skipNBytes(1);
                String who = text(in) + ":" + text(in);
                boolean welcome = who.equals("jane:" + password);
                client.getOutputStream().write(new byte[] {1, (byte) (welcome ? 0 : 1)});
                if (welcome) {
                    in.skipNBytes(3);
                    String host = in.readUnsignedByte() == 3 ? text(in) : "an address";
                    in.skipNBytes(2);
                    client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
                    asked.complete(who + "@" + host);
                    Thread onward = new Thread(() -> copy(client, target));
                    onward.start();
                    copy(target, client);
                }
            } catch (IOException gone) {
                asked.completeExceptionally(gone);
            }
        });
        thread.start();
        return asked;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // Either side may end it.
        }
    }

    @Test
    void theProxyIsToldTheNameWithUserAndPassword() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = serve(socket, "p");

            assertThat(get(address(socket, "p")).status()).isEqualTo(200);
            assertThat(asked.join()).isEqualTo("jane:p@api.test");
        }
    }

    @Test
    void aWrongPasswordIsTold() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            serve(socket, "p");

            assertThat(catchThrowable(() -> get(address(socket, "wrong"))).getCause().getMessage()).isEqualTo(
                    "api.test cannot be reached: the proxy socks5://***@localhost:" + socket.getLocalPort()
                            + " refused a way to api.test. Are user and password right, is that host allowed?");
        }
    }
}
