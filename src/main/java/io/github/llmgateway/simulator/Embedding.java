package io.github.llmgateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Vectors in OpenAI's format. Each word turns the vector in directions of its own, so that texts with many words in
 * common lie close together: enough to show a semantic cache, not to be relied on.
 */
final class Embedding {

    /** OpenAI's bound. */
    static final int MOST_INPUTS = 2048;

    private static final int LEAST_DIMENSIONS = 8;
    private static final int MOST_DIMENSIONS = 1536;
    private static final int DEFAULT_DIMENSIONS = 256;
    private static final int DIRECTIONS_OF_A_WORD = 4;

    private Embedding() {
    }

    static byte[] answer(ObjectNode body, String model, long promptTokens) throws Failure {
        int dimensions = dimensions(body.path("dimensions"));
        boolean base64 = base64(body.path("encoding_format"));
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (JsonNode input : inputs(body.path("input"))) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            float[] vector = vector(input, dimensions);
            if (base64) {
                one.put("embedding", encoded(vector));
            } else {
                ArrayNode numbers = one.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        answer.put("model", model);
        answer.putObject("usage").put("prompt_tokens", promptTokens).put("total_tokens", promptTokens);
        return Json.bytes(answer);
    }

    private static int dimensions(JsonNode asked) throws Failure {
        if (asked.isMissingNode() || asked.isNull()) {
            return DEFAULT_DIMENSIONS;
        }
        if (!asked.isInt() || asked.intValue() < LEAST_DIMENSIONS || asked.intValue() > MOST_DIMENSIONS) {
            throw Failure.badRequest("dimensions: must be a whole number from " + LEAST_DIMENSIONS + " to "
                    + MOST_DIMENSIONS + ".", "dimensions");
        }
        return asked.intValue();
    }

    private static boolean base64(JsonNode format) throws Failure {
        String name = format.asText("float");
        if (!format.isNull() && !name.equals("float") && !name.equals("base64") && !format.isMissingNode()) {
            throw Failure.badRequest("encoding_format: must be float or base64.", "encoding_format");
        }
        return name.equals("base64");
    }

    /** A text, token numbers, or a list of either. */
    private static List<JsonNode> inputs(JsonNode input) throws Failure {
        List<JsonNode> inputs = new ArrayList<>();
        if (input.isArray() && !input.isEmpty() && !input.get(0).isNumber()) {
            input.forEach(inputs::add);
        } else {
            inputs.add(input);
        }
        if (inputs.size() > MOST_INPUTS) {
            throw Failure.badRequest("input: at most " + MOST_INPUTS + " inputs.", "input");
        }
        for (JsonNode one : inputs) {
            boolean some = one.isTextual() ? !one.textValue().isEmpty() : one.isArray() && !one.isEmpty();
            if (!some) {
                throw Failure.badRequest("input: must be a text or a list of texts, none of them empty.", "input");
            }
        }
        return inputs;
    }

    private static float[] vector(JsonNode input, int dimensions) {
        double[] sum = new double[dimensions];
        if (input.isTextual()) {
            words(input.textValue(), sum);
        } else {
            input.forEach(token -> turn(token.asLong() + 1, sum));
        }
        double length = 0;
        for (double number : sum) {
            length += number * number;
        }
        if (length == 0) {
            // No word, or words that cancel each other.
            sum[0] = 1;
            length = 1;
        }
        float[] unit = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(length));
        }
        return unit;
    }

    private static void words(String text, double[] sum) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isLetterOrDigit(letter) || Character.isSurrogate(letter)) {
                word = word * 1_000_003 + Character.toLowerCase(letter) + 1;
            } else if (word != 0) {
                turn(word, sum);
                word = 0;
            }
        }
        if (word != 0) {
            turn(word, sum);
        }
    }

    private static void turn(long word, double[] sum) {
        long random = word;
        for (int i = 0; i < DIRECTIONS_OF_A_WORD; i++) {
            random = mixed(random + 0x9E3779B97F4A7C15L);
            sum[(int) Long.remainderUnsigned(random >>> 1, sum.length)] += (random & 1) == 0 ? 1 : -1;
        }
    }

    /** SplitMix64's finisher (Steele, Lea, Flood 2014). */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static String encoded(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
