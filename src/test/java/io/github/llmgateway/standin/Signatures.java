package io.github.llmgateway.standin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The signatures that one stand-in has given out; it takes no others. */
final class Signatures {

    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private final AtomicInteger last = new AtomicInteger();

    /** A new one, in Base64 as all vendors write theirs. */
    String issue() {
        byte[] bytes = ("signed by stand-in " + System.identityHashCode(this) + ", number " + last.incrementAndGet())
                .getBytes(StandardCharsets.UTF_8);
        String signature = Base64.getEncoder().encodeToString(bytes);
        issued.add(signature);
        return signature;
    }

    boolean issued(String signature) {
        return issued.contains(signature);
    }
}
