package io.github.llmgateway.body;

import java.util.List;

/**
 * Where a prompt that has no cache marks can be given some; made by the scanner of a dialect that has such marks, which
 * knows what they look like. Each method gives the changes that put one mark in, none where there is nothing to mark.
 * {@code ttl} is how long the cache shall live, as the dialect says it; null: as long as it does unasked.
 */
public interface CachePlaces {

    /** Behind the system prompt. */
    List<Splice> system(String ttl);

    /** Behind the definitions of tools. */
    List<Splice> tools(String ttl);

    /** Behind a message, counted from 0; from the end, where -1 is the last, if it is negative. */
    List<Splice> message(int index, String ttl);

    /** Behind the last message of the user, or of the assistant. */
    List<Splice> last(boolean user, String ttl);
}
