package io.github.llmgateway.matrix;

import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;

/**
 * What a client asks, in nobody's format.
 *
 * @param scenario what it asks for; its marker stands in the user's text
 * @param model    the model group
 * @param streamed whether events are wanted
 */
record Question(Scenario scenario, String model, boolean streamed) {

    /** One pixel. */
    static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    /** An empty page. */
    static final String PDF = "JVBERi0xLjQKMSAwIG9iago8PC9UeXBlL0NhdGFsb2c+PgplbmRvYmoKdHJhaWxlcgo8PC9Sb290IDEgMCBSPj4KJSVFT0YK";
    static final String SYSTEM = "Answer as a weather station would.";
    static final String SCHEMA = """
            {"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer"}},\
            "required":["city","degrees"],"additionalProperties":false}""";
    static final String TOOL_SCHEMA = """
            {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}""";
    static final String SECOND_SCHEMA = """
            {"type":"object","properties":{"zone":{"type":"string"}},"required":["zone"]}""";
    static final String RESULT = "21 degrees";
    static final int MAX_TOKENS = 3000;

    String text() {
        return "Tell me the weather. " + scenario.marker();
    }

    boolean tools() {
        return switch (scenario) {
            case TOOL_CALL, PARALLEL_TOOLS, TOOL_RESULT, THINKING -> true;
            default -> false;
        };
    }

    /** Whether the conversation holds a call and its result already. */
    boolean answered() {
        return scenario == Scenario.TOOL_RESULT;
    }

    boolean is(Scenario other) {
        return scenario == other;
    }

    /** The id of the call in the history. */
    static String callId() {
        return "call_0123456789";
    }

    /** A name as JSON. */
    static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    static String tool() {
        return Told.TOOL;
    }
}
