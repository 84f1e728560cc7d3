package io.github.llmgateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ContextReloadStrategy;
import org.apache.camel.support.DefaultContextReloadStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's own Camel context with the jar on its class path: its routes call models by {@code llm:}. */
class EmbeddedTest {

    private static final String QUESTION = "{\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";
    private static final String STREAMED = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

    @TempDir
    private Path directory;

    private StubProvider provider;
    private CamelContext context;
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        provider = new StubProvider((asked, response) -> {
            boolean anthropic = asked.uri().startsWith("/v1/messages");
            if (asked.text().contains("\"stream\":true")) {
                response.putHeader("content-type", "text/event-stream")
                        .end(anthropic ? Answers.ANTHROPIC_STREAM : Answers.OPENAI_STREAM);
            } else {
                response.putHeader("content-type", "application/json")
                        .end(anthropic ? Answers.ANTHROPIC : Answers.OPENAI);
            }
        });
        context = context("""
                model_list:
                  - model_name: claude
                    litellm_params: {model: anthropic/claude-test, api_key: sk-provider, api_base: %1$s}
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-test, api_key: sk-provider, api_base: %1$s/v1}
                litellm_settings: {num_retries: 0}
                """.formatted(provider.url()));
        context.start();
        template = context.createProducerTemplate();
    }

    private CamelContext context(String configuration) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), configuration);
        DefaultCamelContext created = new DefaultCamelContext();
        created.getPropertiesComponent().addInitialProperty("llm-gateway.config", file.toString());
        return created;
    }

    @AfterEach
    void stop() {
        context.stop();
        provider.close();
    }

    private void route(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
    }

    @Test
    void aRouteAsksInOpenAisWordsAndGetsText() throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("llm:gpt").convertBodyTo(String.class);
            }
        });

        assertThat(template.requestBody("direct:ask", QUESTION)).isEqualTo(Answers.OPENAI);
        assertThat(provider.last().text()).contains("\"model\":\"gpt-test\"");
    }

    @Test
    void aRouteAsksInAnthropicsWordsWhateverTheProviderSpeaks() throws Exception {
        String question = "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"2+2\"}]}";

        assertThat(template.requestBody("llm:claude?dialect=anthropic", question, String.class))
                .isEqualTo(Answers.ANTHROPIC);
        assertThat(template.requestBody("llm:gpt?dialect=anthropic", question, String.class))
                .contains("\"type\":\"message\"", "four");
    }

    @Test
    void anAnswerIsTextBytesAndStreamAsTheRouteWants() {
        assertThat(template.requestBody("llm:gpt", QUESTION, byte[].class))
                .isEqualTo(Answers.OPENAI.getBytes(StandardCharsets.UTF_8));
        assertThat(template.requestBody("llm:gpt", QUESTION, InputStream.class)).hasContent(Answers.OPENAI);
        assertThat(template.requestBody("llm:gpt", STREAMED, String.class)).contains("four").endsWith("[DONE]\n\n");
    }

    @Test
    void aStreamIsReadAsItComes() throws Exception {
        AtomicBoolean readFirst = new AtomicBoolean();
        provider.behave((asked, response) -> {
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            int end = Answers.ANTHROPIC_STREAM.indexOf("event: content_block_stop");
            response.write(Answers.ANTHROPIC_STREAM.substring(0, end));
            provider.vertx().setPeriodic(5, timer -> {
                if (readFirst.get()) {
                    provider.vertx().cancelTimer(timer);
                    response.end(Answers.ANTHROPIC_STREAM.substring(end));
                }
            });
        });

        InputStream stream = template.requestBody("llm:claude?dialect=anthropic", STREAMED, InputStream.class);

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: message_start");
            readFirst.set(true);
            assertThat(lines.lines()).contains("event: message_stop");
        }
    }

    @Test
    void aStreamThatIsClosedEndsTheProvidersCall() throws Exception {
        provider.behave((asked, response) -> response.putHeader("content-type", "text/event-stream").setChunked(true)
                .write(Buffer.buffer(Answers.ANTHROPIC_STREAM.substring(0, 400))));

        template.requestBody("llm:claude?dialect=anthropic", STREAMED, InputStream.class).close();

        assertThat(provider.wasLeft(5)).isTrue();
    }

    @Test
    void aRouteGoesOnWhereItMayBlockAndAsksAnotherModel() throws Exception {
        AtomicBoolean onEventLoop = new AtomicBoolean();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to("llm:claude?dialect=anthropic")
                        .setProperty("first", simple("${bodyAs(String)}"))
                        .process(exchange -> onEventLoop.set(Context.isOnEventLoopThread()))
                        .setBody(constant(QUESTION))
                        .to("llm:gpt")
                        .setBody(simple("${exchangeProperty.first} ${bodyAs(String)}"));
            }
        });

        Exchange exchange = template.asyncSend("direct:twice", sent -> sent.getMessage().setBody(QUESTION)).get();

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo(Answers.ANTHROPIC + " " + Answers.OPENAI);
        assertThat(onEventLoop).isFalse();
    }

    @Test
    void aFailureIsAnExceptionOfTheRouteWithItsKind() throws Exception {
        provider.behave(StubProvider.json(429, "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit\"}}",
                "retry-after", "7"));
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:caught").doTry().to("llm:gpt").doCatch(Failure.class)
                        .setBody(simple("${exception.kind} after ${body}")).end();
            }
        });

        assertThat(template.requestBody("direct:caught", QUESTION)).isEqualTo("RATE_LIMIT after " + QUESTION);
        assertThatThrownBy(() -> template.requestBody("llm:gpt", QUESTION))
                .isInstanceOf(CamelExecutionException.class)
                .cause().isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
                    assertThat(failure.retryAfterMillis()).isPositive();
                });
    }

    @Test
    void anApplicationsOwnKameletTakesAShippedOnesPlace() throws Exception {
        context.stop();
        Files.writeString(directory.resolve("provider-openai-compatible.kamelet.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: provider-openai-compatible
                spec:
                  definition:
                    title: Ours
                    required: [deployment]
                    properties:
                      deployment: {title: Deployment, type: string}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody:
                            simple: "${body.model} in our own words"
                """);
        context = context(Files.readString(directory.resolve("gateway.yaml")));
        context.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:" + directory + ",classpath:kamelets");
        context.start();

        assertThat(context.createProducerTemplate().requestBody("llm:gpt", QUESTION, String.class))
                .isEqualTo("gpt in our own words");
    }

    @Test
    void anUnknownModelIsNamedWithItsNearest() {
        assertThatThrownBy(() -> template.requestBody("llm:claud", QUESTION)).cause()
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
                    assertThat(failure).hasMessageContaining("'claude'");
                });
    }

    @Test
    void onlyTheGroupsRoutesAreAddedAndCamelsReloadKeepsThem() throws Exception {
        assertThat(context.getRoutes()).extracting(Route::getRouteId).contains("model:claude", "model-group:claude")
                .doesNotContain("gateway", "models", "anthropic-messages");

        context.addService(new DefaultContextReloadStrategy());
        context.hasService(ContextReloadStrategy.class).onReload("test");

        assertThat(template.requestBody("llm:gpt", QUESTION, String.class)).isEqualTo(Answers.OPENAI);
    }
}
