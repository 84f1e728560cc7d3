package io.github.llmgateway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A bare connection to a gateway: says what no well-behaved client says, and sees every byte that comes back. */
public final class Wire implements AutoCloseable {

    /** An answer as it came; {@code body} is unchunked. */
    public record Got(int status, Map<String, String> headers, String body) {

        /** A header by its name in lower case; null: it is not there. */
        public String header(String name) {
            return headers.get(name);
        }
    }

    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 8192);
    }

    /** Connects to a gateway. */
    public static Wire to(RunningGateway gateway) throws IOException {
        return new Wire(new Socket("127.0.0.1", gateway.gateway().port()));
    }

    /** Connects with a small receive buffer, as a client that reads slowly. */
    public static Wire slow(RunningGateway gateway) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", gateway.gateway().port()));
        return new Wire(socket);
    }

    /** A whole POST with a JSON body. */
    public static String post(String path, String json, String... headers) {
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: test\r\n"
                + "content-type: application/json\r\ncontent-length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").append(json).toString();
    }

    /** Sends text as it is. */
    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are. */
    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads up to and including {@code text}; returns all that was read. */
    public String until(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        byte[] read = new byte[1024];
        int length = 0;
        while (length < wanted.length
                || !Arrays.equals(read, length - wanted.length, length, wanted, 0, wanted.length)) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the connection ended before '" + text + "' came, after: "
                        + new String(read, 0, length, StandardCharsets.UTF_8));
            }
            read = length == read.length ? Arrays.copyOf(read, 2 * length) : read;
            read[length++] = (byte) b;
        }
        return new String(read, 0, length, StandardCharsets.UTF_8);
    }

    /** Reads one whole answer; one to HEAD has no body. */
    public Got answer(boolean head) throws IOException {
        String[] lines = until("\r\n\r\n").split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).trim());
        }
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        String body = "";
        if (!head && "chunked".equals(headers.get("transfer-encoding"))) {
            body = chunks();
        } else if (!head && headers.containsKey("content-length")) {
            body = new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), StandardCharsets.UTF_8);
        }
        return new Got(status, headers, body);
    }

    /** Reads one whole answer. */
    public Got answer() throws IOException {
        return answer(false);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(until("\r\n").trim(), 16);
            body.writeBytes(in.readNBytes(size));
            until("\r\n");
            if (size == 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    /** Whether the other side ends the connection, after whatever it still sends; waits for it. */
    public boolean ends() {
        try {
            while (in.read() >= 0) {
                // what is still sent is of no interest
            }
            return true;
        } catch (java.net.SocketTimeoutException stays) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Reads {@code count} bytes and throws them away. */
    public void skip(long count) throws IOException {
        in.skipNBytes(count);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
