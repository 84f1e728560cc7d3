package io.github.llmgateway.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.Caller;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Course;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.dialect.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON a request on the logger {@code access}: who asked for what, who answered, how long it took. Never
 * content, never a key. Costs nothing where the logger is off.
 */
public final class AccessLog implements Processor, NonBlocking {

    private static final Logger LOG = LoggerFactory.getLogger("access");

    @Override
    public void process(Exchange exchange) throws IOException {
        Call call = Call.of(exchange);
        if (!LOG.isInfoEnabled()) {
            return;
        }
        if (call == null) {
            refused(exchange);
            return;
        }
        StringWriter line = new StringWriter(400);
        try (JsonGenerator json = Json.FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeStringField("request_id", call.getId());
            json.writeStringField("route", call.getDoor());
            json.writeStringField("model", model(call));
            json.writeStringField("group", call.getGroup());
            json.writeStringField("deployment", call.attempt() == null ? null : call.attempt().deployment());
            json.writeStringField("provider", call.attempt() == null ? null : call.attempt().provider());
            json.writeNumberField("status", call.course().status());
            json.writeBooleanField("stream", call.isStream());
            writeUsage(json, call.attempt() == null ? Usage.NONE : call.attempt().tally().usage);
            json.writeNumberField("ms", Math.round(call.course().millis() * 10) / 10.0);
            json.writeNumberField("first_byte_ms", Math.round(call.course().firstByteMillis() * 10) / 10.0);
            json.writeNumberField("retries", call.retries());
            json.writeNumberField("fallbacks", call.fallbacks());
            json.writeStringField("key", call.getKeyAlias());
            json.writeStringField("client", (String) exchange.getProperty(Caller.ADDRESS));
            if (call.course().failure() != null) {
                json.writeStringField("failure", call.course().failure().kind().name());
            } else if (call.attempt() != null && call.attempt().failure() != null) {
                json.writeStringField("failure", call.attempt().failure().kind().name());
            }
            json.writeEndObject();
        }
        LOG.info("{}", line);
    }

    /** A request that was refused before it was read; what asks for health or models and gets it needs no line. */
    private static void refused(Exchange exchange) throws IOException {
        Failure failure = Course.of(exchange).failure();
        if (failure == null) {
            return;
        }
        StringWriter line = new StringWriter(200);
        try (JsonGenerator json = Json.FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeStringField("request_id", (String) exchange.getProperty(Call.REQUEST_ID));
            json.writeStringField("route", exchange.getFromRouteId());
            json.writeNumberField("status", Course.of(exchange).status());
            json.writeStringField("key", (String) exchange.getProperty(Call.KEY_ALIAS));
            json.writeStringField("client", (String) exchange.getProperty(Caller.ADDRESS));
            json.writeStringField("failure", failure.kind().name());
            json.writeEndObject();
        }
        LOG.info("{}", line);
    }

    /** The model asked for; where none was, the one that has answered. */
    private static String model(Call call) {
        return call.getModel() != null || call.attempt() == null ? call.getModel() : call.attempt().tally().model;
    }

    private static void writeUsage(JsonGenerator json, Usage usage) throws IOException {
        json.writeNumberField("input_tokens", usage.input());
        json.writeNumberField("cache_read_tokens", usage.cacheRead());
        json.writeNumberField("cache_write_tokens", usage.cacheWrite5m() + usage.cacheWrite1h());
        json.writeNumberField("output_tokens", usage.output());
    }
}
