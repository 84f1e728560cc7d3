package io.github.llmgateway.gateway;

import java.util.ArrayList;
import java.util.List;

/** Why something failed, as far as an operator can use it: the chain of messages, without stack traces. */
final class Reason {

    private Reason() {
    }

    static String of(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        for (Throwable each = thrown; each != null && messages.size() < 6; each = each.getCause()) {
            String message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            if (messages.stream().noneMatch(said -> said.contains(message))) {
                messages.add(message);
            }
        }
        return String.join("; because ", messages);
    }
}
