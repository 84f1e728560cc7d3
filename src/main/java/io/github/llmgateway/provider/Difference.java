package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What makes one object of another, to be done to a third that says the same in its own way: objects within are gone into,
 * all else is taken whole.
 *
 * @param before never null
 * @param after  never null
 */
record Difference(ObjectNode before, ObjectNode after) {

    /** The members that are new or say something else, by name. */
    Map<String, JsonNode> changed() {
        Map<String, JsonNode> changed = new LinkedHashMap<>();
        after.properties().forEach(member -> {
            if (!member.getValue().equals(before.get(member.getKey()))) {
                changed.put(member.getKey(), member.getValue());
            }
        });
        return changed;
    }

    /** The members that are gone. */
    Set<String> removed() {
        Set<String> removed = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(removed::add);
        removed.removeIf(after::has);
        return removed;
    }

    /** The changed member as it becomes of what is there; null there: nothing is. */
    JsonNode member(String name, JsonNode there) {
        JsonNode becomes = after.get(name);
        if (there instanceof ObjectNode mine && becomes instanceof ObjectNode now) {
            ObjectNode was = before.get(name) instanceof ObjectNode object ? object : before.objectNode();
            new Difference(was, now).applyTo(mine);
            return mine;
        }
        return becomes;
    }

    private void applyTo(ObjectNode mine) {
        changed().keySet().forEach(name -> mine.set(name, member(name, mine.get(name))));
        removed().forEach(mine::remove);
    }

    /** Puts copies in of what is not there, within objects that are there, too. */
    static void fill(ObjectNode mine, ObjectNode more) {
        more.properties().forEach(member -> {
            JsonNode there = mine.get(member.getKey());
            if (there == null) {
                mine.set(member.getKey(), member.getValue().deepCopy());
            } else if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode inner) {
                ObjectNode filled = object.deepCopy();
                fill(filled, inner);
                mine.set(member.getKey(), filled);
            }
        });
    }
}
