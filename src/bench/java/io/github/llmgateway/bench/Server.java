package io.github.llmgateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of ours that answers on a port of 127.0.0.1, from its first answer until it is closed. */
final class Server implements AutoCloseable {

    private static final long START_LIMIT_NANOS = 60_000_000_000L;

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;
    private final List<Proc> processes;
    private final double startMillis;

    private Server(String name, int port, Process process, Path log, double startMillis) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
        this.startMillis = startMillis;
        this.processes = Stream.concat(Stream.of(process.toHandle()), process.descendants()).map(Proc::of).toList();
    }

    /** Starts the command and asks until it answers. What it prints goes into {@code log}. */
    static Server start(String name, int port, List<String> command, Path log) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        ByteBuffer request = Request.of(Targets.PASSED_THROUGH, 1_024, Script.UNARY);
        byte[] bytes = new byte[request.remaining()];
        request.get(bytes);
        while (!answers(port, bytes)) {
            if (!process.isAlive() || System.nanoTime() - begin > START_LIMIT_NANOS) {
                process.destroyForcibly();
                throw new IOException(name + " did not start; it said:\n" + tail(log));
            }
            Thread.sleep(2);
        }
        return new Server(name, port, process, log, (System.nanoTime() - begin) / 1e6);
    }

    /** A port that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Throws, with the last of what it printed, if the process has ended. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended with " + process.exitValue() + "; it said:\n" + tail(log));
        }
    }

    /** From the start of the process to its first good answer, in milliseconds. */
    double startMillis() {
        return startMillis;
    }

    /** CPU time so far of the process and its children. */
    long cpuNanos() {
        return processes.stream().mapToLong(Proc::cpuNanos).sum();
    }

    /** Resident memory of the process and its children. */
    double residentMegabytes() {
        return processes.stream().mapToDouble(Proc::residentMegabytes).sum();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request);
            byte[] status = socket.getInputStream().readNBytes(12);
            return new String(status, StandardCharsets.ISO_8859_1).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
