package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.dialect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call whose arguments come in pieces, each with the place where it belongs (Vertex AI, "Function calling", streamed
 * arguments: {@code partialArgs}, {@code willContinue}).
 */
final class PartialCall {

    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[]+)|\\[(\\d{1,4})]|\\[\"([^\"]*)\"]|\\['([^']*)']");

    private final String id;
    private final String name;
    private final ObjectNode args = Json.object();
    private String signature;

    /** A call by what its first piece says; either may be empty. */
    PartialCall(String id, String name) {
        this.id = id;
        this.name = name;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /** The signature that stands on one of the pieces; null: there is none. */
    String signature() {
        return signature;
    }

    /** Notes a piece's signature; null: it has none. */
    void sign(String said) {
        signature = said == null ? signature : said;
    }

    /** Whether a piece begins a call of its own: by its name, unless that and the id are this one's. */
    boolean isAnother(JsonNode call) {
        String other = Fields.lenient(call, "name");
        return !other.isEmpty() && !(other.equals(name) && Fields.lenient(call, "id").equals(id));
    }

    /** What has come so far, as JSON text. */
    String args() {
        return args.toString();
    }

    /** Takes what an event has of the call's arguments. */
    void add(JsonNode call) throws Failure {
        if (Fields.get(call, "args") instanceof ObjectNode whole) {
            args.setAll(whole);
        }
        for (JsonNode piece : Fields.list(call, "partialArgs")) {
            place(steps(Fields.lenient(piece, "jsonPath")), piece);
        }
    }

    /** Names and numbers from the outermost object inwards. */
    private static List<Object> steps(String path) throws Failure {
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length() && matcher.region(at, path.length()).lookingAt()) {
            if (matcher.group(2) != null) {
                steps.add(Integer.parseInt(matcher.group(2)));
            } else {
                steps.add(matcher.group(1) != null ? matcher.group(1)
                        : matcher.group(3) != null ? matcher.group(3) : matcher.group(4));
            }
            at = matcher.end();
        }
        if (at < path.length() || steps.isEmpty()) {
            throw misplaced();
        }
        return steps;
    }

    private static Failure misplaced() {
        return Failure.of(FailureKind.API_ERROR, "The provider's stream has an argument without a place.");
    }

    private void place(List<Object> steps, JsonNode piece) throws Failure {
        JsonNode at = args;
        for (int i = 0; i < steps.size() - 1; i++) {
            JsonNode next = get(at, steps.get(i));
            if (next == null || next.isNull()) {
                next = steps.get(i + 1) instanceof Integer ? Json.MAPPER.createArrayNode() : Json.object();
                set(at, steps.get(i), next);
            }
            at = next;
        }
        Object last = steps.get(steps.size() - 1);
        JsonNode before = get(at, last);
        JsonNode text = Fields.get(piece, "stringValue");
        if (text != null) {
            String start = before != null && before.isTextual() ? before.textValue() : "";
            set(at, last, args.textNode(start + text.asText()));
        } else {
            JsonNode number = Fields.get(piece, "numberValue");
            JsonNode truth = Fields.get(piece, "boolValue");
            set(at, last, number != null ? number : truth != null ? truth : args.nullNode());
        }
    }

    private static JsonNode get(JsonNode in, Object step) throws Failure {
        if (step instanceof Integer index && in instanceof ArrayNode array) {
            return array.get(index);
        } else if (step instanceof String name && in instanceof ObjectNode object) {
            return object.get(name);
        }
        throw misplaced();
    }

    private static void set(JsonNode in, Object step, JsonNode value) {
        if (step instanceof Integer index && in instanceof ArrayNode array) {
            while (array.size() <= index) {
                array.addNull();
            }
            array.set(index, value);
        } else if (step instanceof String name) {
            ((ObjectNode) in).set(name, value);
        }
    }
}
