package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Frames;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;

/** Writes a whole answer: what a stream of it would end with, so that both say the same. */
final class AnswerWriter {

    private static final Frames NOWHERE = new Frames() {
        @Override
        public void event(String name, byte[] data) {
            // Only the end is wanted.
        }

        @Override
        public void comment(String text) {
            // Only the end is wanted.
        }
    };

    private AnswerWriter() {
    }

    static byte[] write(ChatAnswer answer, Reply reply) {
        ResponsesStreamEncoder encoder = new ResponsesStreamEncoder(reply);
        answer.tell(event -> encoder.encode(event, NOWHERE));
        ObjectNode response = encoder.response();
        return Json.bytes(response);
    }
}
