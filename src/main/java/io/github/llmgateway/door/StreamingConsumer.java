package io.github.llmgateway.door;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.EventLoop;
import io.github.llmgateway.call.Course;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Serves one path: reads the body, runs the route on the connection's event loop, writes what comes of it. The unit of
 * work ends when the last byte has left or the client has.
 */
final class StreamingConsumer extends VertxPlatformHttpConsumer {

    /** Where requests go when their last byte has left: {@code routes/usage.yaml}. */
    private static final String USAGE = "direct:usage";

    private final Intake intake;
    private final OpenExchanges open;
    private final Callers callers;
    private final long pingMillis;
    private AsyncProducer usage;

    StreamingConsumer(PlatformHttpEndpoint endpoint, Processor processor, List<Handler<RoutingContext>> handlers,
            String routerName, Intake intake, OpenExchanges open, Callers callers, long pingMillis) {
        super(endpoint, processor, handlers, routerName);
        this.intake = intake;
        this.open = open;
        this.callers = callers;
        this.pingMillis = pingMillis;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (getEndpoint().getCamelContext().hasEndpoint(USAGE) != null) {
            usage = getEndpoint().getCamelContext().getEndpoint(USAGE).createAsyncProducer();
            ServiceHelper.startService(usage);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(usage);
    }

    @Override
    protected void handleRequest(RoutingContext context) {
        if (isSuspended()) {
            context.response().setStatusCode(503).end();
            return;
        }
        open.opened();
        long arrived = System.nanoTime();
        if (context.body() != null && context.body().buffer() != null) {
            // Another server's body handler (Camel CLI) has read it.
            serve(context, Content.of(List.of(context.body().buffer())), 0, arrived);
        } else if (context.request().isEnded()) {
            serve(context, null, 0, arrived);
        } else {
            intake.read(context.request()).onComplete(read -> {
                if (read.succeeded()) {
                    serve(context, read.result(), read.result().length(), arrived);
                } else {
                    serve(context, read.cause(), 0, arrived);
                }
            });
        }
    }

    /** Runs the route; {@code body} is its {@link Content}, or the failure to read it, which the route refuses as any. */
    private void serve(RoutingContext context, Object body, int reserved, long arrivedNanos) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        DoorMessage message = new DoorMessage(exchange, context);
        message.setBody(body);
        exchange.setIn(message);
        Course.begin(exchange, arrivedNanos);
        callers.note(context.request(), exchange);
        Context loop = context.vertx().getOrCreateContext();
        EventLoop.bind(exchange, loop);
        AnswerWriter writer = new AnswerWriter(context, exchange, intake, pingMillis, () -> done(exchange, reserved));
        try {
            createUoW(exchange);
            writer.watch();
            getAsyncProcessor().process(exchange, doneSync -> {
                if (Vertx.currentContext() == loop) {
                    writer.write();
                } else {
                    loop.runOnContext(back -> writer.write());
                }
            });
        } catch (Exception e) {
            exchange.setException(e);
            writer.write();
        }
    }

    /** The last byte has left: tells the usage route, then ends the unit of work. */
    private void done(Exchange exchange, int reserved) {
        Call call = Call.of(exchange);
        if (call != null && call.attempt() != null) {
            call.attempt().close();
        }
        boolean nothingToTell = call == null && Course.of(exchange).failure() == null;
        if (nothingToTell || usage == null) {
            end(exchange, reserved);
            return;
        }
        exchange.setException(null);
        exchange.setRouteStop(false);
        usage.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("The usage route failed", exchange, exchange.getException());
            }
            end(exchange, reserved);
        });
    }

    private void end(Exchange exchange, int reserved) {
        try {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        } finally {
            intake.release(reserved);
            open.closed();
        }
    }
}
