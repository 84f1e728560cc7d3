package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded exchanges with the Gemini API and Vertex AI.
 *
 * @param method {@code generateContent}, {@code streamGenerateContent} or {@code countTokens}
 * @param events the data of a stream's events
 */
record Recorded(String name, String model, String method, String provider, byte[] request, int status, byte[] answer,
        List<byte[]> events) {

    /** What the path says. */
    Asked asked() {
        return new Asked(model, method.startsWith("stream"));
    }

    JsonNode json() {
        return Json.parse(request);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Every exchange with a model; what is passed over (other sites, stores of files, tokens) names none. */
    static List<Recorded> exchanges() {
        List<Recorded> found = new ArrayList<>();
        for (String folder : List.of("gemini", "mixed", "openai")) {
            for (Fixtures.Exchange each : Fixtures.exchanges(folder)) {
                String last = each.path().substring(each.path().lastIndexOf('/') + 1);
                int colon = last.indexOf(':');
                if (each.host().endsWith("googleapis.com") && colon > 0 && each.path().contains("/models/")) {
                    String method = last.substring(colon + 1);
                    String provider = each.host().contains("aiplatform") ? "vertex_ai" : "gemini";
                    List<byte[]> events = method.startsWith("stream") && each.status() == 200
                            ? bytes(Fixtures.data(new String(each.answer(), StandardCharsets.UTF_8))) : List.of();
                    found.add(new Recorded(each.toString(), last.substring(0, colon), method, provider,
                            each.request(), each.status(), each.answer(), events));
                }
            }
        }
        return found;
    }

    /** The files that hold an answer alone: all of its events, or one that is the whole. */
    static List<Fixtures.Part> parts() {
        return Fixtures.parts("gemini", "recorded");
    }

    static List<byte[]> bytes(List<String> data) {
        return data.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
