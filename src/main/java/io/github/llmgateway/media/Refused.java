package io.github.llmgateway.media;

/** Why something is not fetched, in words for the client; never with an address in it but its host. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message, null, false, false);
    }
}
