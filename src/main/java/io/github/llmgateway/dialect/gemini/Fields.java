package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Reads members as Google's JSON parser does (protobuf.dev, ProtoJSON format): by their camelCase name or the
 * snake_case one, a single value where a list is wanted, an integer also as a string. A wrong type is a failure that
 * names the path.
 */
final class Fields {

    private Fields() {
    }

    /** The name in camelCase. */
    static String camel(String name) {
        int underscore = name.indexOf('_');
        if (underscore < 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length()).append(name, 0, underscore);
        for (int i = underscore; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean up = c == '_' && i + 1 < name.length();
            camel.append(up ? Character.toUpperCase(name.charAt(++i)) : c);
        }
        return camel.toString();
    }

    private static String snake(String camel) {
        StringBuilder snake = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    /** The member by either name; null where it is absent or null. */
    static JsonNode get(JsonNode object, String name) {
        JsonNode node = object.get(name);
        if (node == null) {
            node = object.get(snake(name));
        }
        return node == null || node.isNull() ? null : node;
    }

    /** The member's text whatever its type; empty where there is none: for answers, of which nothing is demanded. */
    static String lenient(JsonNode object, String name) {
        JsonNode node = get(object, name);
        return node == null ? "" : node.asText("");
    }

    static String string(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isTextual()) {
            throw wrong(node, at(path, name), "a string");
        }
        return node == null ? null : node.textValue();
    }

    static String demandString(JsonNode object, String name, String path) throws Failure {
        String text = string(object, name, path);
        if (text == null) {
            throw missing(at(path, name));
        }
        return text;
    }

    static JsonNode object(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isObject()) {
            throw wrong(node, at(path, name), "an object");
        }
        return node;
    }

    /** The member as a list; never null. */
    static JsonNode list(JsonNode object, String name) {
        JsonNode node = get(object, name);
        if (node == null || node.isArray()) {
            return node == null ? Json.MAPPER.createArrayNode() : node;
        }
        ArrayNode single = Json.MAPPER.createArrayNode();
        return single.add(node);
    }

    static Boolean bool(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isBoolean()) {
            throw wrong(node, at(path, name), "true or false");
        }
        return node == null ? null : node.booleanValue();
    }

    static Integer integer(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node == null) {
            return null;
        }
        try {
            return new BigDecimal(node.isNumber() || node.isTextual() ? node.asText() : "none").intValueExact();
        } catch (ArithmeticException | NumberFormatException notOne) {
            throw wrong(node, at(path, name), "an integer below 2147483648");
        }
    }

    static Double number(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isNumber()) {
            throw wrong(node, at(path, name), "a number");
        }
        return node == null ? null : node.doubleValue();
    }

    static Failure missing(String path) {
        return Failure.badRequest(path + ": is required.", path);
    }

    static Failure wrong(JsonNode node, String path, String wanted) {
        String found = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return Failure.badRequest(path + ": must be " + wanted + ", not of type " + found + ".", path);
    }

    static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
