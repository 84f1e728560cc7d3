package io.github.llmgateway.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** AWS event streams: what we write AWS's own decoder reads, and what AWS writes we read, however it is cut. */
class EventStreamTest {

    record Event(String name, String data) {
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> names = Arbitraries.of("messageStart", "contentBlockDelta", "metadata",
                "throttlingException");
        Arbitrary<String> texts = Arbitraries.strings().all().excludeChars('"', '\\').ofMaxLength(40)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text)
                        && text.chars().noneMatch(Character::isISOControl));
        return Combinators.combine(names, texts).as((name, text) -> new Event(name,
                "{\"type\":\"" + name + "\",\"x\":\"" + text + "\"}")).list().ofMinSize(1).ofMaxSize(6);
    }

    @Property(tries = 300)
    void anyChunkingGivesTheSameEvents(@ForAll("events") List<Event> events,
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 60) Integer> lengths) {
        for (Framing framing : List.of(Framing.AWS_EVENTS, Framing.AWS_CHUNKS)) {
            byte[] stream = written(framing, events);

            Seen seen = Seen.chunked(framing, stream, lengths);

            assertThat(seen.events).isEqualTo(events.stream().map(e -> e.name() + " " + e.data()).toList());
            assertThat(joined(seen.raw)).isEqualTo(stream);
        }
    }

    @Property(tries = 300)
    void aFlippedBitIsUnreadableAndNoEvent(@ForAll("events") List<Event> events, @ForAll int where) {
        byte[] stream = written(Framing.AWS_EVENTS, events);
        int bit = Math.floorMod(where, stream.length * 8);
        stream[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> Seen.all(Framing.AWS_EVENTS, stream)).isInstanceOf(EventReader.Unreadable.class);
    }

    @Property(tries = 100)
    void awsOwnDecoderReadsWhatIsWritten(@ForAll("events") List<Event> events) {
        byte[] stream = written(Framing.AWS_EVENTS, events);
        MessageDecoder decoder = new MessageDecoder();
        decoder.feed(stream);

        List<Message> messages = decoder.getDecodedMessages();

        assertThat(messages).hasSameSizeAs(events);
        for (int i = 0; i < messages.size(); i++) {
            Map<String, HeaderValue> headers = messages.get(i).getHeaders();
            boolean exception = events.get(i).name().endsWith("Exception");
            assertThat(headers.get(":message-type").getString()).isEqualTo(exception ? "exception" : "event");
            assertThat(headers.get(exception ? ":exception-type" : ":event-type").getString())
                    .isEqualTo(events.get(i).name());
            assertThat(headers.get(":content-type").getString()).isEqualTo("application/json");
            assertThat(messages.get(i).getPayload()).isEqualTo(utf8(events.get(i).data()));
        }
    }

    @Test
    void headersOfEveryTypeArePassedOver() {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put("a", HeaderValue.fromBoolean(true));
        headers.put("b", HeaderValue.fromByte((byte) 7));
        headers.put("c", HeaderValue.fromShort((short) 7));
        headers.put("d", HeaderValue.fromInteger(7));
        headers.put("e", HeaderValue.fromLong(7));
        headers.put("f", HeaderValue.fromByteArray(new byte[300]));
        headers.put("g", HeaderValue.fromTimestamp(java.time.Instant.EPOCH));
        headers.put("h", HeaderValue.fromUuid(new java.util.UUID(1, 2)));
        headers.put(":event-type", HeaderValue.fromString("metadata"));
        headers.put(":message-type", HeaderValue.fromString("event"));

        assertThat(Seen.all(Framing.AWS_EVENTS, awsMessage(headers, "{}")).events).containsExactly("metadata {}");
    }

    @Test
    void anErrorWithoutPayloadIsAnExceptionWithItsMessage() {
        Map<String, HeaderValue> headers = Map.of(":message-type", HeaderValue.fromString("error"),
                ":error-code", HeaderValue.fromString("InternalFailure"),
                ":error-message", HeaderValue.fromString("it \"broke\""));

        for (Framing framing : List.of(Framing.AWS_EVENTS, Framing.AWS_CHUNKS)) {
            assertThat(Seen.all(framing, awsMessage(headers, "")).events)
                    .containsExactly("InternalFailureException {\"message\":\"it \\\"broke\\\"\"}");
        }
    }

    @Test
    void aChunkIsToldAsTheModelsOwnEventWithPaddingLeftOut() {
        Map<String, HeaderValue> headers = Map.of(":message-type", HeaderValue.fromString("event"),
                ":event-type", HeaderValue.fromString("chunk"));
        String bytes = java.util.Base64.getEncoder().encodeToString(utf8("{\"index\":0,\"type\":\"ping\"}"));

        assertThat(Seen.all(Framing.AWS_CHUNKS,
                awsMessage(headers, "{\"p\":\"abcd\",\"bytes\":\"" + bytes + "\"}")).events)
                .containsExactly("ping {\"index\":0,\"type\":\"ping\"}");
        assertThat(Seen.all(Framing.AWS_CHUNKS, awsMessage(headers, "{\"bytes\":\"e30=\"}")).events)
                .containsExactly("null {}");
    }

    @Test
    void aChunkThatHoldsNoBase64IsUnreadable() {
        Map<String, HeaderValue> headers = Map.of(":message-type", HeaderValue.fromString("event"),
                ":event-type", HeaderValue.fromString("chunk"));

        for (String payload : List.of("", "[]", "{}", "{\"bytes\":7}", "{\"bytes\":\"%%%\"}")) {
            assertThatThrownBy(() -> Seen.all(Framing.AWS_CHUNKS, awsMessage(headers, payload))).as(payload)
                    .isInstanceOf(EventReader.Unreadable.class);
        }
    }

    @Test
    void anthropicsErrorEventBecomesTheExceptionThatBedrockHasForIt() {
        EventWriter writer = Framing.AWS_CHUNKS.writer();
        writer.event("error", utf8("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
                + "\"message\":\"slow down\"},\"request_id\":null}"));
        writer.event("error", utf8("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}"));
        writer.event(null, utf8("[DONE]"));
        writer.comment("ping");

        assertThat(Seen.all(Framing.AWS_CHUNKS, writer.take()).events).containsExactly(
                "throttlingException {\"message\":\"slow down\"}", "internalServerException {\"message\":\"x\"}");
    }

    @Test
    void aMessageLargerThanTheBoundIsRefusedBeforeItHasCome() {
        EventWriter writer = Framing.AWS_EVENTS.writer();
        writer.event("metadata", new byte[5000]);
        byte[] beginning = Arrays.copyOf(writer.take(), 12);

        assertThatThrownBy(() -> Framing.AWS_EVENTS.reader(4096).feed(beginning, 0, 12, new Seen()))
                .isInstanceOf(EventReader.Unreadable.class).hasMessageContaining("4096");
    }

    @Test
    void aMessageThatDoesNotEndIsToldAtTheEndSoThatTheStreamCountsAsTorn() {
        byte[] stream = written(Framing.AWS_EVENTS, List.of(new Event("metadata", "{}")));
        byte[] torn = Arrays.copyOf(stream, stream.length - 1);
        Seen seen = Seen.all(Framing.AWS_EVENTS, torn);

        assertThat(seen.events).hasSize(1);
        assertThat(seen.events.get(0)).startsWith("null ").doesNotContain("null {");
    }

    @Test
    void aJsonArrayIsWholeJsonWhenItsStreamEnds() {
        EventWriter writer = Framing.JSON_ARRAY.writer();
        writer.comment("ping");
        writer.event(null, utf8("{\"a\":1}"));
        String first = new String(writer.take(), StandardCharsets.UTF_8);
        writer.event("named", utf8("{\"b\":2}"));
        writer.end();

        assertThat(first).isEqualTo("[{\"a\":1}");
        assertThat((first + new String(writer.take(), StandardCharsets.UTF_8)).replaceAll("\\s", ""))
                .isEqualTo("[{\"a\":1},{\"b\":2}]");
        EventWriter empty = Framing.JSON_ARRAY.writer();
        empty.end();
        assertThat(empty.take()).isEqualTo(utf8("[]"));
    }

    private static byte[] awsMessage(Map<String, HeaderValue> headers, String payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(headers, utf8(payload)).encode(out);
        return out.toByteArray();
    }

    private static byte[] written(Framing framing, List<Event> events) {
        EventWriter writer = framing.writer();
        events.forEach(event -> writer.event(event.name(), utf8(event.data())));
        writer.end();
        return writer.take();
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
