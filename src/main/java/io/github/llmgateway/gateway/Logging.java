package io.github.llmgateway.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the gateway as a process does with its logger; embedded, logging is the application's. */
final class Logging {

    private Logging() {
    }

    /** {@code set_verbose}: the gateway's own details. Nothing of a request's content is logged at any level. */
    static void verbose(boolean verbose) {
        for (String name : List.of("llm-gateway", "io.github.llmgateway")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(verbose ? Level.DEBUG : null);
        }
    }

    /** Writes what is still waiting. */
    static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
