package io.github.llmgateway.provider;

import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;

/** Changes to a body that no dialect has to know. */
final class Splices {

    private Splices() {
    }

    /** What takes a top-level field out together with one comma. */
    static Splice removal(Outline outline, Outline.Field field) {
        int at = outline.fields().indexOf(field);
        if (at + 1 < outline.fields().size()) {
            return new Splice(field.start(), outline.fields().get(at + 1).start(), new byte[0]);
        }
        int start = at == 0 ? field.start() : outline.fields().get(at - 1).end();
        return new Splice(start, field.end(), new byte[0]);
    }
}
