package io.github.llmgateway.call;

import io.github.llmgateway.chat.Failure;
import org.apache.camel.Exchange;

/** How a request ended, also one that was refused before it was read as a {@link Call}. */
public final class Outcome {

    /** The exchange property with the request's id. */
    public static final String REQUEST_ID = "requestId";

    private static final String STATUS = "answerStatus";
    private static final String FAILURE = "refusedFor";

    private Outcome() {
    }

    /** Notes the status of the answer. */
    public static void status(Exchange exchange, int status) {
        exchange.setProperty(STATUS, status);
    }

    /** The status of the answer; 0: none has been given. */
    public static int status(Exchange exchange) {
        return exchange.getProperty(STATUS) instanceof Integer status ? status : 0;
    }

    /** Notes why the request was refused. */
    public static void failure(Exchange exchange, Failure failure) {
        exchange.setProperty(FAILURE, failure);
    }

    /** Why the request was refused; null: it was not. */
    public static Failure failure(Exchange exchange) {
        return (Failure) exchange.getProperty(FAILURE);
    }
}
