package io.github.llmgateway.provider;

import io.github.llmgateway.call.Call;
import java.util.Set;

/**
 * The fields that go with betas. Where a beta is left out, they must stay behind as well: without it they are "Extra
 * inputs" and the request is refused, without both the feature is missing and no more (Claude API docs, "Context
 * editing", "Effort"; tool changes; the effort of a single message as Claude Code 2.1.330 sends it). What a client sends without
 * asking for the beta is its own affair.
 */
final class BetaFields {

    private BetaFields() {
    }

    /** Takes out the fields of the betas that are left out. */
    static void without(Set<String> leftOut, Call call, Edits edits) {
        if (has(leftOut, "context-management-")) {
            edits.removeMembers("context_management");
        }
        if (has(leftOut, "per-turn-control-") && call.outline().perTurnControls) {
            edits.removeMembers("messages.output_config");
        }
        if (has(leftOut, "effort-")) {
            edits.removeMembers("output_config.effort");
        }
        if (leftOut.stream().anyMatch(ToolChanges::isBeta)) {
            ToolChanges.inWords(call, edits);
        }
    }

    private static boolean has(Set<String> betas, String prefix) {
        return betas.stream().anyMatch(beta -> beta.startsWith(prefix));
    }
}
