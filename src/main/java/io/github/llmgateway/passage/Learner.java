package io.github.llmgateway.passage;

import io.vertx.core.buffer.Buffer;

/** Learns from an answer that passes; changes none of its bytes. One an answer, used by one thread. */
interface Learner {

    /** For answers that teach nothing. */
    Learner NONE = new Learner() {
        @Override
        public void take(Buffer chunk) {
            // Nobody wants it.
        }

        @Override
        public void end() {
            // Nothing was learnt.
        }
    };

    /** The next bytes. */
    void take(Buffer chunk);

    /** The answer is whole. */
    void end();
}
