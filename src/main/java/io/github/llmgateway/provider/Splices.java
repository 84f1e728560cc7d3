package io.github.llmgateway.provider;

import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Changes to a body that no dialect has to know. */
final class Splices {

    private static final byte[] NOTHING = { };

    private Splices() {
    }

    /** What takes the top-level fields of these names out, with the commas that were theirs. */
    static List<Splice> removals(Outline outline, Set<String> names) {
        List<Splice> removals = new ArrayList<>(2);
        List<Outline.Field> fields = outline.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (!names.contains(fields.get(i).name())) {
                continue;
            }
            int first = i;
            while (i + 1 < fields.size() && names.contains(fields.get(i + 1).name())) {
                i++;
            }
            boolean last = i + 1 == fields.size();
            int start = last && first > 0 ? fields.get(first - 1).end() : fields.get(first).start();
            int end = last ? fields.get(i).end() : fields.get(i + 1).start();
            removals.add(new Splice(start, end, NOTHING));
        }
        return removals;
    }

    /** Whether a change would lie in what another takes out; what is put in before that does not. */
    static boolean within(Splice change, List<Splice> removals) {
        for (Splice removal : removals) {
            if (change.start() >= removal.start() && change.end() <= removal.end() && change.end() > removal.start()) {
                return true;
            }
        }
        return false;
    }
}
