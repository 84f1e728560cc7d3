package io.github.llmgateway.framing;

/** How the events of a streamed answer stand on the wire. */
public enum Framing {

    /** {@code text/event-stream} (WHATWG HTML, 9.2). */
    SSE("text/event-stream"),
    /** AWS event stream, an event's name and its JSON a message: Bedrock's ConverseStream. */
    AWS_EVENTS("application/vnd.amazon.eventstream"),
    /** AWS event stream of {@code chunk} messages with the model's own events in Base64: InvokeModelWithResponseStream. */
    AWS_CHUNKS("application/vnd.amazon.eventstream"),
    /** One JSON array that grows: Gemini's {@code streamGenerateContent} without {@code alt=sse}. */
    JSON_ARRAY("application/json");

    private final String contentType;

    Framing(String contentType) {
        this.contentType = contentType;
    }

    /** The {@code content-type} of such a stream. */
    public String contentType() {
        return contentType;
    }

    /** Reads such a stream; refuses events larger than {@code bound} bytes. One a stream. */
    public EventReader reader(int bound) {
        return switch (this) {
            case SSE -> new ServerSentEvents(bound);
            case AWS_EVENTS -> new EventStreamReader(bound, false);
            case AWS_CHUNKS -> new EventStreamReader(bound, true);
            // Of Gemini's two framings a gateway asks its providers for the other one.
            case JSON_ARRAY -> throw new IllegalStateException("A JSON array is written for clients, never read.");
        };
    }

    /** Writes such a stream. One a stream. */
    public EventWriter writer() {
        return switch (this) {
            case SSE -> new ServerSentEventWriter();
            case AWS_EVENTS -> new EventStreamWriter(false);
            case AWS_CHUNKS -> new EventStreamWriter(true);
            case JSON_ARRAY -> new JsonArrayWriter();
        };
    }
}
