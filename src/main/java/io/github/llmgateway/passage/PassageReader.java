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
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.provider.AnswerHeaders;
import io.github.llmgateway.provider.RetryAfter;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes a provider's answer the client's as it is, errors too, and hands it on while it comes. Of JSON and of events it
 * is learnt what was used, of an error what it means for the deployment. A client is never sent elsewhere.
 */
public final class PassageReader implements Processor, NonBlocking {

    /** Of AWS' event streams one reader finds both kinds of events. */
    private static final List<Framing> STREAMS = List.of(Framing.SSE, Framing.AWS_CHUNKS);
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._:/@-]{1,100}");

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
        PassageStream stream = new PassageStream(incoming, call.attempt(), learner(call, incoming, type));
        if (status == 204 || status == 205 || status == 304) {
            stream.drain();
            exchange.getMessage().setBody(Answer.whole(status, headers, Buffer.buffer()));
        } else {
            call.onCancel(stream::cancel);
            exchange.getMessage().setBody(Answer.streamed(status, headers, stream, stream::cancel));
        }
    }

    private static Learner learner(Call call, Incoming incoming, String type) {
        Attempt attempt = call.attempt();
        if (incoming.status() >= 400) {
            return new WholeAnswer(body -> attempt.fail(RetryAfter.of(incoming.headers(), call.dialect()
                    .readFailure(incoming.status(), name -> incoming.headers().get(name), body))));
        }
        attempt.tally().usage = call.dialect().readUsage(name -> incoming.headers().get(name));
        String name = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (name.equals("application/json") || name.endsWith("+json")) {
            return new WholeAnswer(body -> {
                Tally seen = new Tally();
                call.dialect().observe(body, Operation.CHAT, seen);
                note(seen, attempt.tally());
            });
        }
        for (Framing framing : STREAMS) {
            if (name.equals(framing.contentType())) {
                return new WatchedEvents(framing, call.dialect().observer(false), seen -> note(seen, attempt.tally()));
            }
        }
        return Learner.NONE;
    }

    /** What looks like an error in something that was asked for is none of the answer. */
    private static void note(Tally seen, Tally tally) {
        // It goes into the log, and a file's content may have such a field, too.
        tally.model = seen.model != null && MODEL.matcher(seen.model).matches() ? seen.model : null;
        if (!seen.usage.equals(Usage.NONE)) {
            tally.usage = seen.usage;
        }
    }
}
