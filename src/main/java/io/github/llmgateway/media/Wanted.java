package io.github.llmgateway.media;

/**
 * Something to be fetched for a request.
 *
 * @param url      its address, as the client wrote it; may be secret
 * @param document whether a document stands there; else a picture
 * @param field    where in the request it stands
 */
record Wanted(String url, boolean document, String field) {

    /** Never shows the address. */
    @Override
    public String toString() {
        return "Wanted[" + field + "]";
    }
}
