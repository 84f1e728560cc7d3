package io.github.llmgateway.upstream;

import java.util.Locale;
import java.util.Set;

/** Headers in which clients show the gateway who they are. They reach no provider, whatever a kamelet lets through. */
public final class ClientKeys {

    private static final Set<String> NAMES = Set.of("authorization", "proxy-authorization", "x-api-key",
            "x-litellm-api-key", "x-gateway-api-key", "x-goog-api-key", "api-key", "key", "cookie");

    private ClientKeys() {
    }

    /** Whether a header, whatever its case, is one of them. */
    public static boolean contain(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
