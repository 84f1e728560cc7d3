package io.github.llmgateway.body;

/** Where the events of an answer are written, one after another; the framing decides what they look like on the wire. */
public interface Frames {

    /** An event. {@code name}: null where the dialect has no names. {@code data}: JSON on one line. */
    void event(String name, byte[] data);

    /** Bytes that keep the connection alive and mean nothing; nothing where the framing has no such bytes. */
    void comment(String text);
}
