package io.github.llmgateway.config;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code cache_control_injection_points} (docs.litellm.ai/docs/tutorials/prompt_caching). */
final class CachePointReader {

    private static final String KEY = "cache_control_injection_points";
    private static final String EXAMPLE =
            "write it as {location: message, role: system} or {location: message, index: -1}";

    private CachePointReader() {
    }

    /** The points of a deployment; null where the key is absent. */
    static List<CachePoint> read(Section params) {
        List<Section> entries = params.sections(KEY, EXAMPLE);
        if (entries == null) {
            return params.isEmpty(KEY) || !params.has(KEY) ? null : List.of();
        }
        List<CachePoint> points = new ArrayList<>();
        for (Section entry : entries) {
            CachePoint point = point(entry);
            if (point != null) {
                points.add(point);
            }
        }
        return points;
    }

    private static CachePoint point(Section entry) {
        String location = entry.text("location");
        String role = entry.text("role");
        Long index = entry.whole("index", Integer.MIN_VALUE, Integer.MAX_VALUE);
        Section control = entry.section("control");
        String ttl = control == null ? null : control.text("ttl");
        if (ttl != null && !ttl.equals("5m") && !ttl.equals("1h")) {
            control.error("ttl", "found something else than 5m or 1h", "write one of them");
        }
        if ("tool_config".equals(location)) {
            return new CachePoint(CachePoint.Place.TOOLS, 0, ttl);
        }
        if (location != null && !location.equals("message")) {
            entry.error("location", "found something else than message or tool_config", EXAMPLE);
            return null;
        }
        if (index != null) {
            return new CachePoint(CachePoint.Place.MESSAGE, index.intValue(), ttl);
        }
        if (role == null) {
            entry.error("location", "neither a role nor an index", EXAMPLE);
            return null;
        }
        CachePoint.Place place = switch (role) {
            case "system", "developer" -> CachePoint.Place.SYSTEM;
            case "user", "tool" -> CachePoint.Place.LAST_OF_USER;
            case "assistant" -> CachePoint.Place.LAST_OF_ASSISTANT;
            default -> null;
        };
        if (place == null) {
            entry.error("role", "found something else than system, user or assistant", "write one of them");
            return null;
        }
        return new CachePoint(place, 0, ttl);
    }
}
