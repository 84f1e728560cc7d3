package io.github.llmgateway.dialect.converse;

import io.github.llmgateway.chat.Loss;
import java.util.ArrayList;
import java.util.List;

/** What could not be said, in the order in which it was met. One a request. */
final class Losses {

    private final List<Loss> losses = new ArrayList<>();

    /** Something without which the answer means the same. */
    void harmless(String field, String reason) {
        losses.add(new Loss(field, true, reason));
    }

    /** The same, told once a request. */
    void harmlessOnce(String field, String reason) {
        if (losses.stream().noneMatch(loss -> loss.field().equals(field))) {
            harmless(field, reason);
        }
    }

    /** Something that the client means. */
    void meant(String field, String reason) {
        losses.add(new Loss(field, false, reason));
    }

    void add(Loss loss) {
        losses.add(loss);
    }

    List<Loss> all() {
        return losses;
    }
}
