package io.github.llmgateway.call;

/** The exchange properties that tell of a request's sender what the connection does. */
public final class Caller {

    /** The client's IP address in figures; that of the last proxy where it, or what it says, is not to be believed. */
    public static final String ADDRESS = "clientAddress";

    /** The subject of the client's certificate, as RFC 2253 writes it; null: it showed none. */
    public static final String CERTIFICATE = "clientCertificate";

    private Caller() {
    }
}
