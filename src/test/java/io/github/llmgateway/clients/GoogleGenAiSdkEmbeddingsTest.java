package io.github.llmgateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.EmbedContentResponse;
import io.github.llmgateway.standin.EmbeddingStandIn;
import io.github.llmgateway.testing.RunningGateway;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Google's Gen AI SDK for Java has embeddings of the gateway's groups at the API that it speaks to. */
class GoogleGenAiSdkEmbeddingsTest {

    private static final String KEY = "sk-master";
    private static final Map<GoogleClients, Client> CLIENTS = new EnumMap<>(GoogleClients.class);

    private static EmbeddingStandIn standIn;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        standIn = new EmbeddingStandIn();
        gateway = RunningGateway.with("general_settings: {master_key: " + KEY + "}\nmodel_list:\n"
                + standIn.entry("gemini", "gemini/gemini-embedding-001")
                + standIn.entry("vertex", "vertex_ai/text-embedding-005")
                + standIn.entry("titan", "bedrock/amazon.titan-embed-text-v2:0"));
        for (GoogleClients each : GoogleClients.values()) {
            CLIENTS.put(each, each.at(gateway.url(), KEY));
        }
    }

    @AfterAll
    static void stop() {
        CLIENTS.values().forEach(Client::close);
        gateway.close();
        standIn.close();
    }

    private static String group(GoogleClients by) {
        return by == GoogleClients.GEMINI ? "gemini" : "vertex";
    }

    @ParameterizedTest
    @EnumSource
    void textsAreEmbeddedByTheGroupsDeployment(GoogleClients by) {
        EmbedContentResponse answer = CLIENTS.get(by).models.embedContent(group(by), List.of("a 1", "a 2"),
                EmbedContentConfig.builder().taskType("RETRIEVAL_QUERY").build());

        assertThat(answer.embeddings().orElseThrow()).extracting(each -> each.values().orElseThrow())
                .containsExactly(List.of(1.1f, -0.002f, 1f), List.of(2.1f, -0.002f, 1f));
        assertThat(standIn.bodies().toString()).contains("RETRIEVAL_QUERY");
    }

    @ParameterizedTest
    @EnumSource
    void aGroupOfAnotherProviderIsRefusedWithThePathThatHasIt(GoogleClients by) {
        assertThatThrownBy(() -> CLIENTS.get(by).models.embedContent("titan", "a 1", EmbedContentConfig.builder().build()))
                .isInstanceOfSatisfying(ClientException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(400);
                    assertThat(refused.message()).contains("'titan' has no deployment at", "/v1/embeddings");
                });
        assertThat(standIn.bodies()).isEmpty();
    }

    @Test
    void aProvidersRefusalComesBackAsItIs() {
        assertThatThrownBy(() -> CLIENTS.get(GoogleClients.VERTEX).models.embedContent("vertex", "a 1",
                EmbedContentConfig.builder().mimeType("text/plain").build()))
                .isInstanceOfSatisfying(ClientException.class, refused -> assertThat(refused.message())
                        .isEqualTo("Invalid value"));
        standIn.bodies();
    }
}
