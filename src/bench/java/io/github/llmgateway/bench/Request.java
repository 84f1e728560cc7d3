package io.github.llmgateway.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A row's request as the bytes that go over the wire. */
final class Request {

    private Request() {
    }

    static ByteBuffer of(Row row) {
        return of(row.model(), row.bodyBytes(), row.script());
    }

    static ByteBuffer of(String model, int bodyBytes, Script script) {
        byte[] body = Bodies.messages(model, bodyBytes, script);
        byte[] head = ("POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nx-api-key: any\r\n"
                + "anthropic-version: 2023-06-01\r\ncontent-length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
    }
}
