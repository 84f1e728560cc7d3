package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules refuse no request that the provider itself answered. */
class CalibrationTest {

    /** A request to a family, as it was recorded. */
    private record Sent(Family family, Path path, Fixtures.Exchange exchange) {

        List<String> broken() {
            JsonNode sent = Json.parse(exchange.request());
            boolean counting = path.kind() == Path.Kind.COUNT;
            JsonNode body = counting && sent.at("/input/converse").isObject() ? sent.at("/input/converse")
                    : counting && sent.has("generateContentRequest") ? sent.path("generateContentRequest") : sent;
            String named = path.model(ours(exchange, family));
            return family.refusals(body, named == null ? body.path("model").asText() : named, counting);
        }
    }

    private static Stream<Sent> sent() {
        return Fixtures.folders().stream().flatMap(folder -> Fixtures.exchanges(folder).stream())
                .filter(each -> each.status() == 200 && each.request() != null)
                .flatMap(each -> Stream.of(Family.values()).filter(family -> serves(family, each)).flatMap(family ->
                        family.paths.stream().filter(path -> path.matches(ours(each, family))).limit(1)
                                .map(path -> new Sent(family, path, each))));
    }

    /** The recorded project is not the stand-in's. */
    private static String ours(Fixtures.Exchange each, Family family) {
        return each.path().replaceFirst("/projects/[^/]+/", "/projects/" + GoogleAccount.PROJECT + "/");
    }

    private static boolean serves(Family family, Fixtures.Exchange each) {
        String host = each.host();
        return switch (family) {
            case ANTHROPIC -> host.equals("api.anthropic.com");
            case OPENAI, OPENAI_RESPONSES -> host.equals("api.openai.com");
            case BEDROCK_CONVERSE -> host.startsWith("bedrock-runtime.");
            case GEMINI -> host.equals("generativelanguage.googleapis.com");
            case VERTEX_GEMINI -> host.endsWith("aiplatform.googleapis.com");
            case AZURE_RESPONSES -> host.endsWith(".openai.azure.com");
            default -> false;
        };
    }

    @TestFactory
    Stream<DynamicTest> whatTheProviderAnsweredTheStandInTakes() {
        return sent().map(each -> dynamicTest(each.family() + " " + each.exchange(),
                () -> assertThat(each.broken()).isEmpty()));
    }
}
