package io.github.llmgateway.provider;

import io.github.llmgateway.chat.Failure;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** A provider's word on when to try again: {@code retry-after-ms}, or {@code retry-after} (RFC 9110, 10.2.3). */
public final class RetryAfter {

    private RetryAfter() {
    }

    /** The failure with what the headers say; as it is where they say nothing, for Google says it in the body. */
    public static Failure of(MultiMap headers, Failure failure) {
        long pause = millis(headers);
        return pause < 0 ? failure : failure.withRetryAfterMillis(pause);
    }

    /** In ms; -1: nothing said, or nothing that can be read. */
    static long millis(MultiMap headers) {
        String millis = headers.get("retry-after-ms");
        String value = headers.get("retry-after");
        try {
            if (millis != null) {
                return Math.max(0, (long) Double.parseDouble(millis));
            }
            if (value != null) {
                return Math.max(0, (long) (Double.parseDouble(value.trim()) * 1000));
            }
        } catch (NumberFormatException date) {
            return untilDate(value);
        }
        return -1;
    }

    private static long untilDate(String value) {
        try {
            Instant when = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Math.max(0, when.toEpochMilli() - System.currentTimeMillis());
        } catch (DateTimeParseException | NullPointerException unreadable) {
            return -1;
        }
    }
}
