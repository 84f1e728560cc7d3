package io.github.llmgateway.provider;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Incoming;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.StreamEncoder;
import io.github.llmgateway.framing.EventWriter;
import io.github.llmgateway.framing.Framing;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Turns a provider's answer into the client's: its bytes where both speak one dialect, else written anew. An error, a
 * 200 whose first event is an error, and an answer that cannot be read become a {@link Failure}, so that another
 * deployment may try. Of a stream the first event is awaited, no more.
 */
public final class AnswerReader extends AsyncProcessorSupport implements NonBlocking {

    private final Dialect dialect;
    private final Framing framing;
    /** Null: the provider's refusals teach nothing. */
    private final Betas betas;

    /** Reads {@code dialect}, its streams in {@code framing}. */
    public AnswerReader(Dialect dialect, Framing framing) {
        this(dialect, framing, null);
    }

    /** The same; {@code betas} learn from what the provider refuses. */
    public AnswerReader(Dialect dialect, Framing framing, Betas betas) {
        this.dialect = dialect;
        this.framing = framing;
        this.betas = betas;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Call call = Call.of(exchange);
        Incoming incoming = exchange.getMessage().getBody(Incoming.class);
        boolean same = call.dialect().name().equals(dialect.name());
        call.answerHeaders(AnswerHeaders.of(incoming.headers(), same));
        if (incoming.events() != null) {
            return await(exchange, callback, call, incoming, same);
        }
        try {
            exchange.getMessage().setBody(whole(call, incoming, same));
        } catch (Failure failure) {
            exchange.setException(failure);
        }
        callback.done(true);
        return true;
    }

    private Answer whole(Call call, Incoming incoming, boolean same) throws Failure {
        byte[] bytes = incoming.bytes().getBytes();
        Failure failure = failure(dialect, incoming, bytes);
        if (failure != null) {
            throw betas == null || incoming.status() < 400 ? failure : betas.learn(call, failure);
        }
        Attempt attempt = call.attempt();
        dialect.observe(bytes, call.operation(), attempt.tally());
        if (attempt.tally().failure != null) {
            throw attempt.tally().failure;
        }
        if (same && !call.isStream()) {
            MultiMap headers = call.answerHeaders();
            headers.set(HttpHeaders.CONTENT_TYPE, contentType(incoming));
            return Answer.whole(incoming.status(), headers, incoming.bytes());
        }
        if (call.operation() == Operation.COUNT_TOKENS) {
            return counted(call, dialect.readCount(bytes));
        }
        ChatAnswer answer = dialect.readAnswer(bytes);
        if (attempt.written() != null) {
            answer = attempt.written().restored(answer);
        }
        return call.isStream() ? told(call, answer) : written(call, answer);
    }

    /** Why a whole answer is none, as a provider whose errors are {@code dialect}'s tells it; null: it is one. */
    static Failure failure(Dialect dialect, Incoming incoming, byte[] bytes) {
        if (incoming.status() >= 400) {
            return RetryAfter.of(incoming.headers(),
                    dialect.readFailure(incoming.status(), name -> incoming.headers().get(name), bytes));
        }
        if (incoming.status() < 200 || incoming.status() >= 300) {
            // A client must never be sent elsewhere, its key with it.
            return unreadable("status " + incoming.status() + "; its api_base may be wrong");
        }
        return object(bytes) ? null
                : unreadable("what is no JSON object; its api_base may be wrong, or a proxy has answered for it");
    }

    private static Failure unreadable(String what) {
        return Failure.of(FailureKind.API_ERROR, "The provider answered with " + what + ".").withStatus(502);
    }

    /** Whether a JSON object seems to begin here; what is in it is the client's to read. */
    private static boolean object(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < bytes.length && bytes[at] == '{';
    }

    private static Answer counted(Call call, long tokens) throws Failure {
        if (tokens < 0) {
            throw unreadable("no count of tokens");
        }
        MultiMap headers = call.answerHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        return Answer.whole(200, headers, Buffer.buffer(call.dialect().writeCount(tokens)));
    }

    private static Answer written(Call call, ChatAnswer answer) {
        MultiMap headers = call.answerHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        return Answer.whole(200, headers, Buffer.buffer(call.dialect().writeAnswer(answer, call.reply())));
    }

    /** A provider that ignored the wish for a stream: its whole answer as one. */
    private static Answer told(Call call, ChatAnswer answer) {
        EventWriter out = call.framing().writer();
        StreamEncoder encoder = call.dialect().encoder(call.reply());
        answer.tell((StreamEvent event) -> encoder.encode(event, out));
        out.end();
        MultiMap headers = call.answerHeaders().set(HttpHeaders.CONTENT_TYPE, call.framing().contentType());
        return Answer.whole(200, headers, Buffer.buffer(out.take()));
    }

    private boolean await(Exchange exchange, AsyncCallback callback, Call call, Incoming incoming, boolean same) {
        Attempt attempt = call.attempt();
        StreamEncoder encoder = call.dialect().encoder(call.reply());
        EventWriter out = call.framing().writer();
        EventPath path = same
                ? new PassThrough(dialect.observer(!call.isStream() || !call.outline().includeUsage), attempt.tally(),
                        encoder, out, framing == call.framing())
                : new Translation(dialect.decoder(), encoder, out, attempt);
        AnswerStream stream = new AnswerStream(incoming, framing, path, attempt);
        call.onCancel(() -> stream.cancel());
        stream.awaitFirst(failure -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                MultiMap headers = call.answerHeaders().set(HttpHeaders.CONTENT_TYPE, call.framing().contentType());
                headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
                exchange.getMessage().setBody(Answer.streamed(incoming.status(), headers, stream, stream::cancel));
            }
            callback.done(false);
        });
        return false;
    }

    private static String contentType(Incoming incoming) {
        String type = incoming.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null ? type : "application/json";
    }
}
