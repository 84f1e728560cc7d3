package io.github.llmgateway.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** A provider that thinks for no time at all: it reads a request to its end and answers as the {@link Script} in it says. */
public final class Upstream extends AbstractVerticle {

    /** Streams that come at once are the same each time. */
    private record Whole(Format format, int events) {
    }

    private final int port;
    private final Map<Whole, Buffer> wholeStreams = new ConcurrentHashMap<>();

    private Upstream(int port) {
        this.port = port;
    }

    /**
     * Serves until its standard input ends, which it does when the process that started it is gone.
     *
     * @param args the port on 127.0.0.1
     */
    public static void main(String[] args) throws IOException {
        quiet();
        Vertx.vertx().deployVerticle(new Upstream(Integer.parseInt(args[0]))).onFailure(e -> {
            System.err.println(e);
            System.exit(1);
        });
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    /** Leaves only warnings in the log, whatever configuration is on the class path. */
    static void quiet() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    @Override
    public void start() {
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::handle)
                .listen();
    }

    private void handle(HttpServerRequest request) {
        Buffer opening = Buffer.buffer(2 * Script.REACH);
        request.handler(part -> {
            if (opening.length() < Script.REACH) {
                opening.appendBuffer(part, 0, Math.min(part.length(), Script.REACH));
            }
        });
        request.endHandler(end -> answer(request.response(), Format.of(request.path()),
                Script.in(opening.toString(StandardCharsets.ISO_8859_1))));
    }

    private void answer(HttpServerResponse response, Format format, Script script) {
        if (!script.streams()) {
            response.putHeader("content-type", "application/json").end(Answers.UNARY);
            return;
        }
        response.setChunked(true).putHeader("content-type", format.contentType()).putHeader("cache-control", "no-cache");
        if (script.periodMs() == 0) {
            response.end(wholeStreams.computeIfAbsent(new Whole(format, script.events()), key -> format.whole(key.events())));
        } else {
            pace(response, format, script);
        }
    }

    private void pace(HttpServerResponse response, Format format, Script script) {
        response.write(format.start().appendBuffer(format.stamped()));
        int[] left = {script.events() - 1};
        long timer = vertx.setPeriodic(script.periodMs(), id -> {
            if (left[0]-- > 0) {
                response.write(format.stamped());
            } else {
                vertx.cancelTimer(id);
                response.end(format.end());
            }
        });
        response.closeHandler(gone -> vertx.cancelTimer(timer));
        response.exceptionHandler(gone -> vertx.cancelTimer(timer));
    }
}
