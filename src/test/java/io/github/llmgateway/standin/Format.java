package io.github.llmgateway.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A payload format as a provider reads and writes it. */
interface Format {

    /** One event of a stream: its name, where the format or framing has one, and its data. */
    record Event(String name, String data) {

        static Event of(String name, JsonNode data) {
            return new Event(name, data.toString());
        }
    }

    /** What a request must be like, whoever serves the model. */
    List<Rule> rules();

    /** What a request says; it keeps the rules. */
    Heard hear(Query query);

    /** A whole answer. */
    JsonNode whole(Told told, Query query, Signatures signatures);

    /** An answer in events. */
    List<Event> stream(Told told, Query query, Signatures signatures);

    /** The event of a stream that breaks. */
    Event broken(Refused form);

    /** The answer to a question for the number of tokens. */
    JsonNode count(int tokens);

    /** How ids of calls begin. */
    default String prefix() {
        return "call_";
    }

    /** The event that ends a stream after its last; null: none. */
    default String end() {
        return null;
    }
}
