package io.github.llmgateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.StubProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application on Camel Main: models by {@code llm:}, and the doors where it loads their routes. */
class EmbeddedMainTest {

    private static final String QUESTION = "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

    @TempDir
    private Path directory;

    private final Main main = new Main();
    private StubProvider provider;

    @BeforeEach
    void configure() throws Exception {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        Path file = Files.writeString(directory.resolve("gateway.yaml"), """
                model_list:
                  - model_name: claude
                    litellm_params: {model: anthropic/claude-test, api_key: sk-provider, api_base: %s}
                """.formatted(provider.url()));
        main.addInitialProperty("llm-gateway.config", file.toString());
    }

    @AfterEach
    void stop() {
        main.stop();
        provider.close();
    }

    private int openDoors(String host) throws IOException {
        int port = freePort();
        main.addInitialProperty("camel.main.routes-include-pattern", "classpath:routes/*.yaml");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", host);
        main.addInitialProperty("camel.server.port", Integer.toString(port));
        return port;
    }

    @Test
    void aRouteAsksAModel() throws Exception {
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:main").to("llm:claude").convertBodyTo(String.class);
            }
        });
        main.start();

        assertThat(main.getCamelTemplate().requestBody("direct:main", QUESTION, String.class))
                .contains("chat.completion");
    }

    @Test
    void theDoorsOpenWithTheirRoutes() throws Exception {
        provider.behave(StubProvider.events(Answers.ANTHROPIC_STREAM));
        int port = openDoors("127.0.0.1");
        main.start();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/v1/messages"))
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION.replaceFirst("\\{", "{\"stream\":true,")))
                .header("content-type", "application/json").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC_STREAM);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains("claude");
    }

    @Test
    void theDoorsDoNotOpenToTheNetworkWithoutAKey() throws Exception {
        openDoors("0.0.0.0");

        assertThatThrownBy(main::start).rootCause().hasMessageContaining("master_key");
    }

    @Test
    void aBeanOfTheApplicationKeepsItsName() throws Exception {
        main.bind("authenticate", "the application's");
        main.start();

        assertThat(main.lookup("authenticate")).isEqualTo("the application's");
    }

    @Test
    void aWrongConfigurationStopsTheStart() throws Exception {
        Files.writeString(directory.resolve("gateway.yaml"), "model_list: nothing");

        assertThatThrownBy(main::start).rootCause().hasMessageContaining("gateway.yaml:1: model_list");
        assertThat(main.isStarted()).isFalse();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
