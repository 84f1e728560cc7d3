package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.dialect.Json;
import java.util.Set;

/**
 * The fields that go with betas. Where a beta is left out, they must stay behind as well: without it they are "Extra
 * inputs" and the request is refused, without both the feature is missing and no more (Claude API docs, "Context
 * editing", "Effort"; the effort of a single message as Claude Code 2.1.330 sends it). What a client sends without
 * asking for the beta is its own affair.
 */
final class BetaFields {

    private static final String EFFORT = "effort";

    private BetaFields() {
    }

    /** Takes out the fields of the betas that are left out; what went is noted. */
    static void without(Set<String> leftOut, Call call, Edits edits) {
        if (has(leftOut, "context-management-") && call.outline().field("context_management") != null) {
            edits.remove("context_management");
            call.dropped().add("context_management");
        }
        if (has(leftOut, "per-turn-control-") && !call.outline().perTurnControls.isEmpty()) {
            edits.splice(call.outline().perTurnControls);
            call.dropped().add("messages.output_config");
        }
        if (has(leftOut, "effort-")) {
            effort(call, edits);
        }
    }

    private static boolean has(Set<String> betas, String prefix) {
        return betas.stream().anyMatch(beta -> beta.startsWith(prefix));
    }

    /** The schema of the answer, which stands beside it, stays. */
    private static void effort(Call call, Edits edits) {
        Outline.Field field = call.outline().field("output_config");
        if (field == null || !(Json.parse(call.content().copy(field.value(), field.end())) instanceof ObjectNode config)
                || config.remove(EFFORT) == null) {
            return;
        }
        if (config.isEmpty()) {
            edits.remove("output_config");
        } else {
            edits.set("output_config", config);
        }
        call.dropped().add("output_config." + EFFORT);
    }
}
