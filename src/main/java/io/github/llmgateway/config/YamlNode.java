package io.github.llmgateway.config;

import java.util.List;
import java.util.Map;

/** A YAML document as a tree in which every part knows its place; aliases and merge keys are already resolved. */
sealed interface YamlNode {

    Place place();

    /** What it is, in words, for messages. */
    String kind();

    /** A mapping; its keys in the order of the file. */
    record YamlMap(Place place, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A value and the place of its key. */
    record Entry(Place place, YamlNode value) {}

    /** A list. */
    record YamlList(Place place, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param value as PyYAML reads it: String, Boolean, Long, BigInteger, Double or null
     * @param text  as it is written, without quotes
     */
    record YamlScalar(Place place, Object value, String text) implements YamlNode {
        @Override
        public String kind() {
            if (value == null) {
                return "nothing";
            }
            if (value instanceof Boolean) {
                return "true or false";
            }
            return value instanceof String ? "text" : "a number";
        }
    }
}
