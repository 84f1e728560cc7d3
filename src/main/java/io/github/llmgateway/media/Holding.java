package io.github.llmgateway.media;

/** The room that one request holds until it has ended, whatever comes in later. Safe for all threads. */
final class Holding {

    private final Room room;
    private long held;
    private boolean ended;

    Holding(Room room) {
        this.room = room;
    }

    /** Holds so much of what was taken from the room. */
    void add(long bytes) {
        synchronized (this) {
            if (!ended) {
                held += bytes;
                return;
            }
        }
        room.give(bytes);
    }

    /** Gives all back. */
    void end() {
        long back;
        synchronized (this) {
            back = held;
            held = 0;
            ended = true;
        }
        room.give(back);
    }
}
