package io.github.llmgateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Secret;
import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The {@code simulator_…} keys of a deployment's {@code litellm_params}.
 *
 * @param delayMillis ms before the answer begins; null: what the model's name asks
 * @param eventMillis ms from one event of the answer to the next
 * @param events      how many events of text there are; 0: as many as the text has words
 * @param text        what is said; null: that this is the simulator
 * @param tool        which tool is called; null: the first offered
 * @param toolInput   its input, a JSON object; null: the least that its schema allows
 */
record Settings(Integer delayMillis, int eventMillis, int events, String text, String tool, String toolInput) {

    private static final String DELAY = "simulator_delay_ms";
    private static final String EVENT = "simulator_event_ms";
    private static final String EVENTS = "simulator_events";
    private static final String TEXT = "simulator_text";
    private static final String TOOL = "simulator_tool";
    private static final String TOOL_INPUT = "simulator_tool_input";
    private static final Set<String> ALL = Set.of(DELAY, EVENT, EVENTS, TEXT, TOOL, TOOL_INPUT);

    private static final int LONGEST_DELAY = 600_000;
    private static final int LONGEST_PAUSE = 60_000;
    private static final int MOST_EVENTS = 100_000;

    /** Reads them; the failure names the deployment and the key. */
    static Settings of(Deployment deployment) throws Failure {
        for (String key : deployment.parameters().keySet()) {
            if (key.startsWith("simulator_") && !ALL.contains(key)) {
                throw wrong(deployment, key, "the simulator knows no such setting");
            }
        }
        Integer events = number(deployment, EVENTS, MOST_EVENTS);
        Integer pause = number(deployment, EVENT, LONGEST_PAUSE);
        return new Settings(number(deployment, DELAY, LONGEST_DELAY), pause == null ? 0 : pause,
                events == null ? 0 : events, text(deployment, TEXT), text(deployment, TOOL), input(deployment));
    }

    private static Integer number(Deployment deployment, String key, int most) throws Failure {
        Object value = deployment.parameters().get(key);
        if (value == null) {
            return null;
        }
        String digits = value.toString();
        if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) > most) {
            throw wrong(deployment, key, "must be a whole number from 0 to " + most);
        }
        return Integer.valueOf(digits);
    }

    private static String text(Deployment deployment, String key) {
        Object value = deployment.parameters().get(key);
        return value == null ? null : value.toString();
    }

    private static String input(Deployment deployment) throws Failure {
        Object value = deployment.parameters().get(TOOL_INPUT);
        if (value == null) {
            return null;
        }
        JsonNode json = value instanceof Map ? Json.MAPPER.valueToTree(Secret.replaced(value, Secret::reveal))
                : Json.parse(value.toString().getBytes(StandardCharsets.UTF_8));
        if (!(json instanceof ObjectNode)) {
            throw wrong(deployment, TOOL_INPUT, "must be a map, or a JSON object as text");
        }
        return json.toString();
    }

    private static Failure wrong(Deployment deployment, String key, String why) {
        return Failure.of(FailureKind.API_ERROR, "The deployment " + deployment.id() + " is set up wrongly: " + key
                + ": " + why + ".");
    }

    /** The pace; what is said is the operator's. */
    @Override
    public String toString() {
        return "Settings[" + delayMillis + " ms, then every " + eventMillis + " ms]";
    }
}
