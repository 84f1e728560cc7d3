package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.Failure;

/** Reads typed members of a request's objects; a wrong type is a failure that names the path as OpenAI does. */
public final class Fields {

    private Fields() {
    }

    /** The member; null where it is absent or null. */
    public static JsonNode get(JsonNode object, String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /** The member as a string; null where it is absent or null. */
    public static String string(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        return node == null ? null : text(node, at(path, name));
    }

    /** The member as a string, which must be there. */
    public static String demandString(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node == null) {
            throw missing(at(path, name));
        }
        return text(node, at(path, name));
    }

    /** The node as a string. */
    public static String text(JsonNode node, String path) throws Failure {
        if (!node.isTextual()) {
            throw wrong(node, path, "a string");
        }
        return node.textValue();
    }

    /** The member as an object; null where it is absent or null. */
    public static JsonNode object(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isObject()) {
            throw wrong(node, at(path, name), "an object");
        }
        return node;
    }

    /** The member as an object, which must be there. */
    public static JsonNode demandObject(JsonNode object, String name, String path) throws Failure {
        JsonNode node = object(object, name, path);
        if (node == null) {
            throw missing(at(path, name));
        }
        return node;
    }

    /** The member as a list; null where it is absent or null. */
    public static JsonNode list(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isArray()) {
            throw wrong(node, at(path, name), "a list");
        }
        return node;
    }

    /** The member as a boolean; null where it is absent or null. */
    public static Boolean bool(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isBoolean()) {
            throw wrong(node, at(path, name), "true or false");
        }
        return node == null ? null : node.booleanValue();
    }

    /** The member as an integer in int's range; null where it is absent or null. */
    public static Integer integer(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(node, at(path, name), "an integer below 2147483648");
        }
        return node.intValue();
    }

    /** The member as a number; null where it is absent or null. */
    public static Double number(JsonNode object, String name, String path) throws Failure {
        JsonNode node = get(object, name);
        if (node != null && !node.isNumber()) {
            throw wrong(node, at(path, name), "a number");
        }
        return node == null ? null : node.doubleValue();
    }

    /** A member that must be there is not. */
    public static Failure missing(String path) {
        return Failure.badRequest("Missing required parameter: '" + path + "'.", path);
    }

    /** The node is of another type than is wanted. */
    public static Failure wrong(JsonNode node, String path, String wanted) {
        String found = switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
        return Failure.badRequest("Invalid type for '" + path + "': expected " + wanted + ", but got " + found + ".",
                path);
    }

    /** The value is none of those that are known. */
    public static Failure invalid(String path, String wanted) {
        return Failure.badRequest("Invalid value for '" + path + "': expected " + wanted + ".", path);
    }

    /** The path of a member. */
    public static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
