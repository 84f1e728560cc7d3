package io.github.llmgateway.passage;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.provider.AnswerHeaders;
import io.github.llmgateway.provider.RetryAfter;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes a provider's answer the client's as it is, errors too, and hands it on while it comes. Of a JSON answer it is
 * learnt afterwards what was used, of an error what it means for the deployment. A client is never sent elsewhere.
 */
public final class PassageReader implements Processor, NonBlocking {

    @Override
    public void process(Exchange exchange) throws Failure {
        Call call = Call.of(exchange);
        Incoming incoming = exchange.getMessage().getBody(Incoming.class);
        int status = incoming.status();
        if (status < 200 || status >= 300 && status < 400 && status != 304) {
            incoming.events().exceptionHandler(reset -> { });
            incoming.cancel().run();
            Failure elsewhere = Failure.of(FailureKind.API_ERROR, "The provider answered with status " + status
                    + "; its api_base may be wrong.").withStatus(502);
            call.attempt().fail(elsewhere);
            throw elsewhere;
        }
        MultiMap headers = AnswerHeaders.of(incoming.headers(), true);
        String type = incoming.headers().get(HttpHeaders.CONTENT_TYPE);
        if (type != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, type);
        }
        PassageStream stream = new PassageStream(incoming, call.attempt(),
                status >= 400 || type != null && json(type) ? body -> learn(call, incoming, body) : null);
        if (status == 204 || status == 205 || status == 304) {
            stream.drain();
            exchange.getMessage().setBody(Answer.whole(status, headers, Buffer.buffer()));
        } else {
            call.onCancel(stream::cancel);
            exchange.getMessage().setBody(Answer.streamed(status, headers, stream, stream::cancel));
        }
    }

    private static boolean json(String type) {
        String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return name.equals("application/json") || name.endsWith("+json");
    }

    private static void learn(Call call, Incoming incoming, byte[] body) {
        Attempt attempt = call.attempt();
        if (incoming.status() >= 400) {
            attempt.fail(call.dialect().readFailure(incoming.status(), name -> incoming.headers().get(name), body)
                    .withRetryAfterMillis(RetryAfter.millis(incoming.headers())));
            return;
        }
        // What looks like an error in an object that was asked for is none of the answer.
        Tally seen = new Tally();
        call.dialect().observe(body, Operation.CHAT, seen);
        attempt.tally().usage = seen.usage;
        attempt.tally().model = seen.model;
    }
}
