package io.github.llmgateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A value in a request and where it stands, so that a wrong type is answered with the path that Anthropic's and
 * Amazon's APIs would name ({@code messages.2.content.0.type}).
 *
 * @param path empty for the request itself
 * @param node null where the field is missing
 */
public record Place(String path, JsonNode node) {

    /** The field of that name, which may be missing. */
    public Place at(String name) {
        return new Place(path.isEmpty() ? name : path + "." + name, node.get(name));
    }

    /** Whether there is no value, or null. */
    public boolean absent() {
        return node == null || node.isNull();
    }

    public boolean isText() {
        return node != null && node.isTextual();
    }

    public boolean isList() {
        return node != null && node.isArray();
    }

    /** A string that must be there. */
    public String text() throws Failure {
        String text = textOrNull();
        if (text == null) {
            throw missing();
        }
        return text;
    }

    /** A string, or null. */
    public String textOrNull() throws Failure {
        if (absent()) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrong("a string");
        }
        return node.textValue();
    }

    /** An integer in int's range, or null. */
    public Integer integer() throws Failure {
        if (absent()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong("an integer");
        }
        return node.intValue();
    }

    /** A number, or null. */
    public Double number() throws Failure {
        if (absent()) {
            return null;
        }
        if (!node.isNumber()) {
            throw wrong("a number");
        }
        return node.doubleValue();
    }

    /** A boolean, or null. */
    public Boolean bool() throws Failure {
        if (absent()) {
            return null;
        }
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    /** This, if it is an object that is there. */
    public Place object() throws Failure {
        if (absent()) {
            throw missing();
        }
        if (!node.isObject()) {
            throw wrong("an object");
        }
        return this;
    }

    /** The elements of a list that must be there. */
    public List<Place> list() throws Failure {
        if (absent()) {
            throw missing();
        }
        if (!node.isArray()) {
            throw wrong("a list");
        }
        List<Place> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Place(path + "." + i, node.get(i)));
        }
        return elements;
    }

    /** The elements of a list; none if it is missing. */
    public List<Place> listOrNone() throws Failure {
        return absent() ? List.of() : list();
    }

    /** The opaque value; null if it is missing. */
    public JsonNode opaque() {
        return absent() ? null : node;
    }

    /** The object without the fields of these names; null if nothing is left. */
    public JsonNode rest(Set<String> known) {
        ObjectNode left = null;
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!known.contains(name)) {
                left = left == null ? ((ObjectNode) node).objectNode() : left;
                left.set(name, node.get(name));
            }
        }
        return left;
    }

    /** That the value is missing, in Anthropic's words. */
    public Failure missing() {
        return Failure.badRequest(path + ": Field required", path);
    }

    /** That the value is of the wrong kind. */
    public Failure wrong(String wanted) {
        return Failure.badRequest(path + ": must be " + wanted + ".", path);
    }
}
