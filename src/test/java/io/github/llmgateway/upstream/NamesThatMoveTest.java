package io.github.llmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.testing.NameServer;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client's host whose name leads to an allowed address when it is asked about, and elsewhere a moment later. */
class NamesThatMoveTest {

    private final StubProvider server = new StubProvider(StubProvider.json(200, "{}"));
    private NameServer names;
    private Vertx vertx;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        names.close();
        server.close();
    }

    /** The client's name leads to each of these in turn; allowed are 127.0.0.1 and 127.0.0.3. */
    private Fetch.Request asking(List<List<String>> answers) {
        names = new NameServer(answers);
        vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(new AddressResolverOptions()
                .addServer(names.address()).setCacheMaxTimeToLive(0).setSearchDomains(List.of())));
        return new Fetch.Request(HttpMethod.GET, "http://moving.test:" + URI.create(server.url()).getPort() + "/", null, null,
                9000, 100, null, address -> !address.getHostAddress().equals("127.0.0.2"), null);
    }

    private Fetch.Fetched send(Fetch.Request request) {
        return new Clients(vertx).fetch().send(request).toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theAddressThatWasAskedAboutIsTheOneThatIsTaken() {
        Fetch.Request request = asking(List.of(List.of("127.0.0.1"), List.of("127.0.0.2")));

        assertThat(send(request).status()).isEqualTo(200);
        assertThat(server.last().headers().get("host")).startsWith("moving.test:");
        assertThat(names.asked()).isEqualTo(1);
    }

    @Test
    void oneAddressThatIsNotAllowedAmongOthersIsEnoughForARefusal() {
        Fetch.Request request = asking(List.of(List.of("127.0.0.1", "127.0.0.2")));

        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> send(request));
        assertThat(((Failure) thrown.getCause()).kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(server.asked()).isEmpty();
    }
}
