package io.github.llmgateway.body;

/**
 * A picture or document that a body gives by its address, and where that stands: pass-through puts the bytes there where
 * the provider fetches nothing.
 *
 * @param start    first byte of the JSON value that says where it is
 * @param end      offset behind that value's last byte
 * @param url      the address; it may be signed, and is a secret then
 * @param document whether it is a document's; else a picture's
 * @param field    where it stands, for a message, such as {@code messages[0].content[1].source.url}
 */
public record MediaUrl(int start, int end, String url, boolean document, String field) {

    /** No more than one beyond this many are noted of a body: no model takes more pictures in a request. */
    public static final int MOST = 100;

    /** Never shows the address. */
    @Override
    public String toString() {
        return "MediaUrl[" + field + "]";
    }
}
