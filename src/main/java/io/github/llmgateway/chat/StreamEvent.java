package io.github.llmgateway.chat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer as it comes. Order, held by every decoder and demanded by every encoder: {@link Started}, then blocks one
 * after another (each {@link BlockStarted}, deltas of its kind, {@link BlockStopped}; indexes count from 0 without
 * gaps), then {@link Finished}. {@link Failed} may come at any point and ends the stream; {@link Ping} may come
 * anywhere.
 */
public sealed interface StreamEvent {

    /** The answer begins. {@code usage} is the best estimate so far. */
    record Started(String id, String model, Usage usage) implements StreamEvent {
    }

    /** A block begins; {@code block} has its kind and names, its text is still empty. */
    record BlockStarted(int index, ContentBlock block) implements StreamEvent {
    }

    /** More text of a text or refusal block. {@code logprobs}: OpenAI's, opaque, or null. */
    record TextDelta(int index, String text, JsonNode logprobs) implements StreamEvent {
        @Override
        public String toString() {
            return "TextDelta[" + index + "]";
        }
    }

    /** More thought. */
    record ThinkingDelta(int index, String text) implements StreamEvent {
        @Override
        public String toString() {
            return "ThinkingDelta[" + index + "]";
        }
    }

    /** The signature of a thinking block, whole. */
    record SignatureDelta(int index, String signature) implements StreamEvent {
        @Override
        public String toString() {
            return "SignatureDelta[" + index + "]";
        }
    }

    /** More of a tool call's input as JSON text. */
    record ToolInputDelta(int index, String json) implements StreamEvent {
        @Override
        public String toString() {
            return "ToolInputDelta[" + index + "]";
        }
    }

    /** A citation of a text block, opaque. */
    record CitationDelta(int index, JsonNode citation) implements StreamEvent {
        @Override
        public String toString() {
            return "CitationDelta[" + index + "]";
        }
    }

    /** The block is complete. */
    record BlockStopped(int index) implements StreamEvent {
    }

    /**
     * The answer is complete. {@code stopSequence}: the one that came, or null. {@code extras}: what only the decoder's
     * dialect says about the end, an object by field name, or null; an encoder of another dialect passes over it.
     */
    record Finished(StopReason reason, String stopSequence, Usage usage, JsonNode extras) implements StreamEvent {
        /** An end that says no more. */
        public Finished(StopReason reason, String stopSequence, Usage usage) {
            this(reason, stopSequence, usage, null);
        }
    }

    /** The answer broke off. */
    record Failed(Failure failure) implements StreamEvent {
    }

    /** Nothing new; the provider is alive. */
    record Ping() implements StreamEvent {
    }
}
