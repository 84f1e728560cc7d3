package io.github.llmgateway.clients;

/** Events of Chat Completions that a scripted provider speaks one by one. */
final class ChatChunk {

    private static final String BEGINNING = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"gpt-5\",\"choices\":[{\"index\":0,";

    private ChatChunk() {
    }

    /** A piece of text without anything that JSON would escape. */
    static String text(String piece) {
        return BEGINNING + "\"delta\":{\"content\":\"" + piece + "\"},\"finish_reason\":null}]}\n\n";
    }

    /** The end of the answer and of the stream. */
    static String stop() {
        return BEGINNING + "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    }
}
