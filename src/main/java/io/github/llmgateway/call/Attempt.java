package io.github.llmgateway.call;

import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One try of one deployment: opened when it is chosen, closed when its last byte has left or it failed, so that
 * whoever waits for it (balancers, limits, accounting) learns how it ended. Confined to the exchange's event loop.
 */
public final class Attempt {

    private final String deployment;
    private final String provider;
    private final long startedNanos = System.nanoTime();
    private final Tally tally = new Tally();
    private final Consumer<Attempt> whenClosed;
    private Written written;
    private long firstByteNanos;
    private long endedNanos;
    private boolean closed;
    private boolean clientsAccount;
    private String affinity;
    private final List<Splice> splices = new ArrayList<>(0);
    private UnaryOperator<ChatRequest> rewriting = UnaryOperator.identity();
    private int cachePoints;
    private int cacheTtlSeconds;

    /** Opens the attempt; {@code whenClosed} is called once. */
    public Attempt(String deployment, String provider, Consumer<Attempt> whenClosed) {
        this.deployment = deployment;
        this.provider = provider;
        this.whenClosed = whenClosed;
    }

    /** The deployment's id. */
    public String deployment() {
        return deployment;
    }

    /** The provider's name. */
    public String provider() {
        return provider;
    }

    /** Whether it was made with an authorization of the client's own, so that refusals of it are the client's. */
    public boolean clientsAccount() {
        return clientsAccount;
    }

    /** Notes that the client's own authorization goes to the provider. */
    public void onClientsAccount() {
        clientsAccount = true;
    }

    /** Notes whether the deployment is believed to hold the conversation's prompt cache; null: not asked. */
    public void affinity(String word) {
        affinity = word;
    }

    /** Whether the deployment is believed to hold the conversation's prompt cache, in one word; null: not asked. */
    public String affinity() {
        return affinity;
    }

    /** Changes that policy steps make to the body where it passes through; added to by those steps. */
    public List<Splice> splices() {
        return splices;
    }

    /** The same change to the neutral conversation, for where it is translated; made after those that were there. */
    public void rewriting(UnaryOperator<ChatRequest> change) {
        UnaryOperator<ChatRequest> before = rewriting;
        rewriting = said -> change.apply(before.apply(said));
    }

    /** The conversation with those changes. */
    public ChatRequest rewritten(ChatRequest conversation) {
        return rewriting.apply(conversation);
    }

    /** How many cache marks were put in for the client. */
    public int cachePoints() {
        return cachePoints;
    }

    /** How long the provider keeps what the marks that were put in stand behind, in seconds; 0: there are none. */
    public int cacheTtlSeconds() {
        return cachePoints == 0 ? 0 : cacheTtlSeconds;
    }

    /** Notes how many cache marks were put in, and how long the longest of them lives. */
    public void cachePoints(int put, int ttlSeconds) {
        cachePoints = put;
        cacheTtlSeconds = ttlSeconds;
    }

    /** What has been learnt of the answer. */
    public Tally tally() {
        return tally;
    }

    /** The request as it was translated for the provider; null: it passed through. */
    public Written written() {
        return written;
    }

    /** Notes the translation, for what must be turned back in the answer. */
    public void written(Written translation) {
        written = translation;
    }

    /** Notes that the provider's first byte is here. */
    public void firstByte() {
        if (firstByteNanos == 0) {
            firstByteNanos = System.nanoTime();
        }
    }

    /** Time to first byte in ms; -1: none came. */
    public double firstByteMillis() {
        return firstByteNanos == 0 ? -1 : (firstByteNanos - startedNanos) / 1e6;
    }

    /** How long the attempt took, in ms; so far, while it is open. */
    public double millis() {
        return ((closed ? endedNanos : System.nanoTime()) - startedNanos) / 1e6;
    }

    /** Why it failed; null: it did not, so far. */
    public Failure failure() {
        return tally.failure;
    }

    /** Ends it as failed; without effect if it is closed. */
    public void fail(Failure failure) {
        if (!closed) {
            tally.failure = failure;
            close();
        }
    }

    /** Ends it; without effect if it is closed. */
    public void close() {
        if (!closed) {
            closed = true;
            endedNanos = System.nanoTime();
            whenClosed.accept(this);
        }
    }

    @Override
    public String toString() {
        return "Attempt[" + deployment + "]";
    }
}
