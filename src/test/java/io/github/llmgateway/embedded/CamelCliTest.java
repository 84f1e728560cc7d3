package io.github.llmgateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.CamelCli;
import io.github.llmgateway.testing.StubProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same routes under Camel CLI, with Camel's own reload. */
class CamelCliTest {

    private static final String QUESTION = "{\"model\":\"claude\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";
    private static final String STREAMED = QUESTION.replaceFirst("\\{", "{\"stream\":true,");
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path directory;

    private static StubProvider provider;
    private static CamelCli cli;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        cli = CamelCli.in(directory);
        assumeTrue(cli != null, "Camel CLI cannot be resolved: no Maven on the path, or no repository within reach");
        copyTo(directory, """
                model_list:
                  - model_name: claude
                    litellm_params: {model: anthropic/claude-test, api_key: sk-provider, api_base: %s}
                """.formatted(provider.url()));
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        cli.run("--property=camel.server.port=" + port);
        await("the first answer", () -> post(QUESTION).statusCode() == 200);
    }

    private static void copyTo(Path target, String configuration) throws IOException {
        for (String folder : new String[] {"routes", "kamelets"}) {
            Path copy = Files.createDirectories(target.resolve(folder));
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
        Path config = Files.createDirectory(target.resolve("config"));
        Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
        Files.writeString(config.resolve("gateway.yaml"), configuration);
    }

    /** Ends the process by its id; it must not need more than that. */
    @AfterAll
    static void stop() throws Exception {
        provider.close();
        if (cli != null) {
            try (CamelCli closing = cli) {
                closing.terminate();
                assertThat(closing.exit(20)).as("exit of the process, which has said: " + lately())
                        .isNotEqualTo(-1);
            }
        }
    }

    @Test
    void anAnswerComesThroughTheSameDoors() throws Exception {
        HttpResponse<String> answer = post(QUESTION);

        assertThat(answer.body()).isEqualTo(Answers.ANTHROPIC);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains("claude");
    }

    @Test
    void aStreamComesAsItIsTold() throws Exception {
        AtomicBoolean readFirst = new AtomicBoolean();
        provider.behave((asked, response) -> {
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            int half = Answers.ANTHROPIC_STREAM.indexOf("event: content_block_stop");
            response.write(Answers.ANTHROPIC_STREAM.substring(0, half));
            provider.vertx().setPeriodic(5, timer -> {
                if (readFirst.get()) {
                    provider.vertx().cancelTimer(timer);
                    response.end(Answers.ANTHROPIC_STREAM.substring(half));
                }
            });
        });
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                CLIENT.send(request(STREAMED), BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: message_start");
            readFirst.set(true);
            assertThat(lines.lines()).contains("event: message_stop");
        } finally {
            provider.behave(StubProvider.json(200, Answers.ANTHROPIC));
        }
    }

    @Test
    void anEditedRouteActsWithoutRestartAndABrokenOneChangesNothing() throws Exception {
        Path route = directory.resolve("routes/anthropic-api.yaml");
        String shipped = Files.readString(route);

        Files.writeString(route, shipped.replace("constant: \"Camel LLM Gateway\"", "constant: \"Edited\""));
        await("the edited route", () -> get("/api/hello").body().equals("Edited"));
        assertThat(post(QUESTION).statusCode()).isEqualTo(200);

        int said = cli.log().length();
        Files.writeString(route, "- route: [");
        await("the refusal", () -> cli.log().substring(said).contains("anthropic-api.yaml"));
        assertThat(get("/api/hello").body()).isEqualTo("Edited");
        assertThat(post(QUESTION).statusCode()).isEqualTo(200);

        Files.writeString(route, shipped);
        await("the mended route", () -> get("/api/hello").body().equals("Camel LLM Gateway"));
    }

    @Test
    void anEditedTemplateMakesTheGroupsRoutesAnew() throws Exception {
        Path route = directory.resolve("routes/models.yaml");
        String shipped = Files.readString(route);

        Files.writeString(route, shipped.replace("          - loadBalance:",
                "          - log: \"asked in the edited way\"\n          - loadBalance:"));
        await("the edited template", () -> post(QUESTION).statusCode() == 200
                && cli.log().contains("in the edited way"));
    }

    @Test
    void anEditedConfigurationActsToo() throws Exception {
        Path file = directory.resolve("config/gateway.yaml");
        Files.writeString(file, Files.readString(file) + """
                  - model_name: another
                    litellm_params: {model: anthropic/claude-other, api_key: sk-provider, api_base: %s}
                """.formatted(provider.url()));

        await("the new model", () -> post(QUESTION.replace("claude", "another")).statusCode() == 200);
        assertThat(provider.last().text()).contains("claude-other");
        assertThat(post(QUESTION).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongConfigurationStopsTheStartWithItsErrors(@TempDir Path other) throws Exception {
        copyTo(other, "model_list: nothing");
        try (CamelCli wrong = CamelCli.in(other)) {
            wrong.run("--property=camel.server.port=0");

            assertThat(wrong.exit(40)).isEqualTo(1);
            assertThat(wrong.log()).contains("gateway.yaml:1: model_list");
        }
    }

    private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return CLIENT.send(request(body), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(to(path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpRequest request(String body) {
        return to("/v1/messages").header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(10));
    }

    private static String lately() {
        String log = cli.log();
        return log.substring(Math.max(0, log.length() - 5_000));
    }

    /** Waits until it is so; what cannot be asked yet is not so. */
    private static void await(String what, Callable<Boolean> so) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (true) {
            try {
                if (so.call()) {
                    return;
                }
            } catch (IOException notYet) {
                // it starts, or replaces the route
            }
            if (System.nanoTime() > deadline || !cli.isRunning()) {
                throw new AssertionError("Waited in vain for " + what + "; Camel CLI has said:\n" + lately());
            }
            Thread.sleep(50);
        }
    }
}
