package io.github.llmgateway.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a function tool's definition says beyond what the neutral tool has room for, in this format or another. */
final class ToolExtras {

    private static final Set<String> KNOWN = Set.of("type", "function", "name", "description", "parameters",
            "input_schema", "strict", "cache_control");

    private ToolExtras() {
    }

    /** The names of such members. */
    static List<String> of(JsonNode tool) {
        List<String> names = new ArrayList<>();
        for (JsonNode object : List.of(tool, tool.path("function"))) {
            object.fieldNames().forEachRemaining(name -> {
                if (!KNOWN.contains(name) && !object.get(name).isNull()) {
                    names.add(name);
                }
            });
        }
        return names;
    }
}
