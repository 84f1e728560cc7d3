package io.github.llmgateway.standin;

import io.vertx.core.buffer.Buffer;

/** How events stand in the body of a stream. */
enum Wording {

    /** Server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html). */
    SERVER_SENT_EVENTS("text/event-stream", "", "") {
        @Override
        Buffer event(Format.Event event, int index) {
            String name = event.name() == null ? "" : "event: " + event.name() + "\n";
            return Buffer.buffer(name + "data: " + event.data() + "\n\n");
        }
    },

    /** An array that grows: what Gemini's servers send without {@code alt=sse}. */
    ARRAY("application/json; charset=UTF-8", "[", "]") {
        @Override
        Buffer event(Format.Event event, int index) {
            return Buffer.buffer((index == 0 ? "" : ",\r\n") + event.data() + "\n");
        }
    },

    /** Events by AWS. */
    AWS_EVENTS("application/vnd.amazon.eventstream", "", "") {
        @Override
        Buffer event(Format.Event event, int index) {
            return AwsEvents.event(event);
        }
    },

    /** The model's own events within those of AWS. */
    AWS_CHUNKS("application/vnd.amazon.eventstream", "", "") {
        @Override
        Buffer event(Format.Event event, int index) {
            boolean exception = event.name() != null && event.name().endsWith("Exception");
            return exception ? AwsEvents.event(event) : AwsEvents.chunk(event);
        }
    };

    private final String type;
    private final String opening;
    private final String closing;

    Wording(String type, String opening, String closing) {
        this.type = type;
        this.opening = opening;
        this.closing = closing;
    }

    static Wording of(Family family, Query query) {
        return switch (family) {
            case BEDROCK_CONVERSE -> AWS_EVENTS;
            case BEDROCK_INVOKE -> AWS_CHUNKS;
            case GEMINI, VERTEX_GEMINI -> query.query().contains("alt=sse") ? SERVER_SENT_EVENTS : ARRAY;
            default -> SERVER_SENT_EVENTS;
        };
    }

    abstract Buffer event(Format.Event event, int index);

    String type() {
        return type;
    }

    String opening() {
        return opening;
    }

    String closing() {
        return closing;
    }
}
