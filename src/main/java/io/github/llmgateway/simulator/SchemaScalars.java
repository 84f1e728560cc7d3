package io.github.llmgateway.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Strings and numbers within what a JSON Schema allows. */
final class SchemaScalars {

    private static final int LONGEST = 10_000;
    private static final int MOST_DIGITS = 30;

    private SchemaScalars() {
    }

    /** A string of its format, else the word {@code simulator}, made as long or short as it must be. */
    static String text(JsonNode schema) {
        String text = switch (schema.path("format").asText()) {
            case "date" -> "2025-01-01";
            case "time" -> "12:00:00Z";
            case "date-time" -> "2025-01-01T12:00:00Z";
            case "duration" -> "PT1S";
            case "email" -> "simulator@example.com";
            case "hostname" -> "example.com";
            case "uri", "url" -> "https://example.com/";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> "simulator";
        };
        int least = Math.min(schema.path("minLength").asInt(0), LONGEST);
        int most = Math.max(0, schema.path("maxLength").asInt(Integer.MAX_VALUE));
        if (text.length() < least) {
            text += "x".repeat(least - text.length());
        }
        return text.length() > most ? text.substring(0, most) : text;
    }

    /** Zero, or the number nearest to it that the bounds allow. */
    static JsonNode number(JsonNode schema, boolean whole) {
        BigDecimal low = bound(schema, "minimum");
        BigDecimal high = bound(schema, "maximum");
        BigDecimal above = bound(schema, "exclusiveMinimum");
        BigDecimal below = bound(schema, "exclusiveMaximum");
        BigDecimal value = BigDecimal.ZERO;
        if (low != null && value.compareTo(low) < 0) {
            value = low;
        }
        if (high != null && value.compareTo(high) > 0) {
            value = high;
        }
        if (above != null && value.compareTo(above) <= 0) {
            value = between(above, below != null ? below : high, whole);
        } else if (below != null && value.compareTo(below) >= 0) {
            value = whole ? below.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE)
                    : between(low != null ? low : below.subtract(BigDecimal.TEN), below, false);
        }
        if (whole) {
            value = value.setScale(0, value.signum() < 0 && low == null ? RoundingMode.FLOOR : RoundingMode.CEILING);
        }
        BigDecimal step = bound(schema, "multipleOf");
        if (step != null && step.signum() > 0) {
            value = value.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        return DecimalNode.valueOf(value);
    }

    private static BigDecimal between(BigDecimal above, BigDecimal below, boolean whole) {
        if (whole) {
            return above.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE);
        }
        return below == null ? above.add(BigDecimal.ONE) : above.add(below).divide(BigDecimal.valueOf(2));
    }

    /** Null where there is none, or none that can be reckoned with. */
    private static BigDecimal bound(JsonNode schema, String name) {
        JsonNode node = schema.path(name);
        if (!node.isNumber()) {
            return null;
        }
        BigDecimal bound = node.decimalValue();
        return Math.abs((long) bound.scale()) + bound.precision() > MOST_DIGITS ? null : bound;
    }
}
