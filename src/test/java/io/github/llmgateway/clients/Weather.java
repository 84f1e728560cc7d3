package io.github.llmgateway.clients;

import java.util.List;
import java.util.Map;

/** The tool that stand-ins call, as a client declares it, and what it returns. */
final class Weather {

    static final String DESCRIPTION = "The weather of a city.";
    static final String RESULT = "21 degrees in Paris";
    /** The input of the stand-ins' call. */
    static final Map<String, Object> INPUT = Map.of("city", "Paris", "days", 3);
    static final Map<String, Object> PROPERTIES =
            Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer"));
    static final List<String> REQUIRED = List.of("city");

    private Weather() {
    }
}
