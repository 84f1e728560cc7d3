package io.github.llmgateway.dialect;

import io.github.llmgateway.chat.Loss;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A request in a target dialect and what could not be said in it. */
public record Written(ObjectNode body, List<Loss> losses) {
    public Written {
        losses = List.copyOf(losses);
    }

    /** Never shows the body. */
    @Override
    public String toString() {
        return "Written[" + losses.size() + " losses]";
    }
}
