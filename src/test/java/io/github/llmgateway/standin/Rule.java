package io.github.llmgateway.standin;

import java.util.function.Predicate;

/**
 * One demand of a provider on a request.
 *
 * @param name   what is demanded, or the provider's words when it is not so
 * @param source the documentation that says it, or the report of the refusal
 * @param holds  whether a request is as demanded; an exception means that it is not
 */
public record Rule(String name, String source, Predicate<Query> holds) {

    /** Whether a request is refused by it. */
    boolean isBrokenBy(Query query) {
        try {
            return !holds.test(query);
        } catch (RuntimeException e) {
            return true;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
