package io.github.llmgateway.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** {@code set_verbose}: the gateway logs details of failures, Camel the routes that it starts and stops. Never content. */
final class Verbosity {

    private Verbosity() {
    }

    /** Changes the levels of the log; leaves them as they are where nothing changes. */
    static void set(boolean before, boolean after) {
        if (before != after) {
            level("llm-gateway", after ? Level.DEBUG : null);
            level("io.github.llmgateway", after ? Level.DEBUG : null);
            level("org.apache.camel", after ? Level.INFO : Level.WARN);
        }
    }

    private static void level(String logger, Level level) {
        if (LoggerFactory.getLogger(logger) instanceof Logger own) {
            own.setLevel(level);
        }
    }
}
