package io.github.llmgateway.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Environment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.config.UpstreamSettings;
import io.github.llmgateway.credentials.Cloud;
import io.github.llmgateway.credentials.JdkFetch;
import io.github.llmgateway.testing.StubProvider;
import io.github.llmgateway.upstream.Clients;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

/** Camel's component for Bedrock as a provider's call: what passes untouched, and what it is not for. */
class BedrockRouteTest {

    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String ASKED = "{\"inputText\" : \"grüß dich\",\"dimensions\":256, \"n\":1.50}";
    private static final String EMBEDDED = "{\"embedding\": [0.10, -2e-3],\"inputTextTokenCount\":5}";

    private StubProvider bedrock;
    private CamelContext camel;

    @BeforeEach
    void start() throws Exception {
        bedrock = new StubProvider(StubProvider.json(200, EMBEDDED, "x-amzn-requestid", "req-1",
                "x-amzn-bedrock-input-token-count", "5"));
        camel = new DefaultCamelContext();
    }

    @AfterEach
    void stop() {
        camel.stop();
        bedrock.close();
    }

    @Test
    void anEmbeddingsBytesPassUntouchedBothWaysWithStatusAndHeaders() throws Exception {
        Incoming incoming = ask(keys(TITAN, bedrock.url()), "invokeEmbeddingsModel", ASKED, false)
                .getMessage().getBody(Incoming.class);

        assertThat(bedrock.last().text()).isEqualTo(ASKED);
        assertThat(bedrock.last().uri()).isEqualTo("/model/amazon.titan-embed-text-v2%3A0/invoke");
        assertThat(bedrock.last().headers().get("authorization")).contains("Credential=AKID/").contains("/bedrock/");
        assertThat(incoming.status()).isEqualTo(200);
        assertThat(incoming.bytes().toString(StandardCharsets.UTF_8)).isEqualTo(EMBEDDED);
        assertThat(incoming.headers().get("X-Amzn-RequestId")).isEqualTo("req-1");
        assertThat(incoming.headers().get("x-amzn-bedrock-input-token-count")).isEqualTo("5");
    }

    @Test
    void anErrorsStatusHeadersAndBytesSurviveAndNothingIsTriedAgain() throws Exception {
        String error = "{\"message\" : \"Too many requests\"}";
        bedrock.behave(StubProvider.json(429, error, "x-amzn-errortype", "ThrottlingException", "retry-after", "7"));

        Incoming incoming = ask(keys(TITAN, bedrock.url()), "invokeEmbeddingsModel", ASKED, false)
                .getMessage().getBody(Incoming.class);

        assertThat(incoming.status()).isEqualTo(429);
        assertThat(incoming.bytes().toString()).isEqualTo(error);
        assertThat(incoming.headers().get("retry-after")).isEqualTo("7");
        assertThat(bedrock.asked()).hasSize(1);
    }

    @Test
    void aWholeAnswerOfClaudePassesUntouchedToo() throws Exception {
        String answer = "{\"type\":\"message\", \"content\":[{\"type\":\"text\",\"text\":\"4\"}], \"new\":20.0}";
        bedrock.behave(StubProvider.json(200, answer));

        Incoming incoming = ask(keys("anthropic.claude-3-haiku-20240307-v1:0", bedrock.url()), "invokeTextModel",
                ASKED, false).getMessage().getBody(Incoming.class);

        assertThat(bedrock.last().text()).isEqualTo(ASKED);
        assertThat(incoming.bytes().toString()).isEqualTo(answer);
    }

    @Test
    void aStreamIsRefusedSinceTheComponentWouldGatherIt() throws Exception {
        Failure failure = failure(ask(keys(TITAN, bedrock.url()), "invokeEmbeddingsModel", ASKED, true));

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_SUPPORTED);
        assertThat(bedrock.asked()).isEmpty();
    }

    @Test
    void anApiKeyIsShownInPlaceOfASignature() throws Exception {
        ask(Cloud.deployment(TITAN, bedrock.url(), "bedrock-key"), "invokeEmbeddingsModel", ASKED, false);

        assertThat(bedrock.last().headers().get("authorization")).isEqualTo("Bearer bedrock-key");
    }

    @Test
    void missingCredentialsFailAsTheyDoElsewhere() throws Exception {
        Failure failure = failure(ask(Cloud.deployment(TITAN, bedrock.url(), null, "aws_access_key_id", "half"),
                "invokeEmbeddingsModel", ASKED, false));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("one is missing");
    }

    @Test
    void whereBedrockCannotBeReachedTheWayOutSaysWhy() throws Exception {
        Failure failure = failure(ask(keys(TITAN, null), "invokeEmbeddingsModel", ASKED, false));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("bedrock-runtime.us-west-2.amazonaws.com cannot be reached");
    }

    @Test
    void converseIsWrittenAnewByTheSdkSoItIsNotForPassThrough() throws Exception {
        bedrock.behave(StubProvider.json(200, "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":"
                + "[{\"text\":\"4\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":1,"
                + "\"totalTokens\":2},\"new\":true}"));
        route(keys("amazon.nova-lite-v1:0", bedrock.url()), "converse");

        Object answer = camel.createProducerTemplate().requestBody("direct:component", ConverseRequest.builder()
                .modelId("amazon.nova-lite-v1:0")
                .messages(message -> message.role(ConversationRole.USER).content(part -> part.text("2+2")))
                .build());

        assertThat(bedrock.last().uri()).isEqualTo("/model/amazon.nova-lite-v1%3A0/converse");
        assertThat(String.valueOf(answer)).contains("4").doesNotContain("\"new\"");
    }

    private static Deployment keys(String model, String base) {
        return Cloud.deployment(model, base, null, "aws_access_key_id", "AKID", "aws_secret_access_key", "secret",
                "aws_region_name", "us-west-2");
    }

    private static Failure failure(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(Failure.class);
        return (Failure) exchange.getException();
    }

    private Exchange ask(Deployment deployment, String operation, String body, boolean stream) throws Exception {
        route(deployment, operation);
        return camel.createProducerTemplate().request("direct:ask", exchange -> {
            Call call = new Call("1", "test", null, Operation.EMBEDDING, null, null, null, new Course());
            call.attempt(new Attempt(deployment.id(), deployment.provider(), closed -> { }));
            exchange.setProperty(Call.PROPERTY, call);
            exchange.getMessage().setBody(new Outgoing(Operation.EMBEDDING, deployment.model(),
                    Buffer.buffer(body), stream, true, HttpHeaders.headers()));
        });
    }

    private void route(Deployment deployment, String operation) throws Exception {
        JdkFetch fetch = new JdkFetch();
        AwsAuthorizations authorizations =
                new AwsAuthorizations(fetch, Cloud.THREADS, Map.of(), Clock.systemUTC());
        camel.getRegistry().bind("bedrock", new BedrockClients(authorizations, fetch).of(deployment, 5000));
        camel.getRegistry().bind("no-streams", new NoStreams());
        Outbound outbound = new Outbound(bedrock.vertx(), new Clients(bedrock.vertx()), new GatewayConfig("test",
                List.of(deployment), null, null, null, null, UpstreamSettings.DEFAULT, null, null, null, false,
                Environment.EMPTY));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .process(new BedrockRequest(outbound))
                        .doTry()
                            .to("direct:component")
                        .doCatch(Exception.class)
                            .log("caught")
                        .end()
                        .process(new BedrockAnswer());
                from("direct:component").errorHandler(noErrorHandler())
                        .to("aws-bedrock:call?bedrockRuntimeClient=#bedrock&bedrockRuntimeAsyncClient=#no-streams"
                                + "&pojoRequest=true&operation=" + operation
                                + "&modelId=" + deployment.model());
            }
        });
        camel.start();
    }
}
