package io.github.llmgateway.framing;

/**
 * Finds the events of a stream in chunks that may end anywhere. What is whole in a chunk is told in place, without a
 * copy; the rest waits for the next chunk. One a stream, used by one thread.
 */
public interface EventReader {

    /** Receives what was found. The arrays are not changed afterwards, if who feeds changes none of his. */
    interface Listener {

        /**
         * One event, or a block without data (a comment), for which {@code dataStart} is -1.
         *
         * @param name      the event's name; null: none
         * @param data      holds the data
         * @param dataStart the data's first byte in {@code data}; -1: the block has no data
         * @param dataEnd   behind the data's last byte
         * @param raw       holds the whole block as it came
         * @param rawStart  its first byte
         * @param rawEnd    behind its last byte
         */
        void event(String name, byte[] data, int dataStart, int dataEnd, byte[] raw, int rawStart, int rawEnd);
    }

    /** Thrown where a stream is no such stream, or an event in it is larger than the bound; the message names no content. */
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why, null, false, false);
        }
    }

    /** Takes the next bytes; events complete in them are told before it returns. */
    void feed(byte[] bytes, int offset, int length, Listener listener);

    /**
     * The stream has ended: tells what waits as the event that it may be. Whether it is whole, its reader must see.
     */
    void finish(Listener listener);
}
