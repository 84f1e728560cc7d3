package io.github.llmgateway.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.LeftOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes members out of a request to Claude, wherever they stand, by names as {@link RefusedField} gives them; what went is
 * noted. What stands inside tools and messages is looked for in a second pass over the bytes, which only those deployments
 * pay for that have refused such a thing, or have it left out with its beta. One a request, used by one thread.
 */
final class Members {

    private static final String CONFIG = "output_config";

    private final Set<String> unwanted;
    private final Set<String> found = new LinkedHashSet<>(2);
    private final List<Splice> splices = new ArrayList<>(4);

    private Members(Set<String> unwanted) {
        this.unwanted = unwanted;
    }

    /** Takes them out of a body that passes through. */
    static void cut(Set<String> unwanted, Call call, Edits edits) {
        if (unwanted.isEmpty()) {
            return;
        }
        Members members = new Members(unwanted);
        Set<String> within = new LinkedHashSet<>();
        for (String name : unwanted) {
            int dot = name.indexOf('.');
            Outline.Field field = call.outline().field(dot < 0 ? name : name.substring(0, dot));
            if (isDeep(name)) {
                within.add(name);
            } else if (field != null && (dot < 0 || !edits.touches(field.name()))) {
                members.cutTop(field, call.content(), edits);
            }
        }
        if (within.stream().anyMatch(name -> mayHold(call.outline(), name))) {
            Members deep = new Members(within);
            deep.scan(call.content());
            edits.splice(deep.splices);
            members.found.addAll(deep.found);
        }
        call.dropped().addAll(members.found);
    }

    /** Takes them out of a body that was written anew. */
    static void cut(Set<String> unwanted, Call call, ObjectNode body) {
        if (!unwanted.isEmpty()) {
            Members members = new Members(unwanted);
            members.remove("", body);
            call.dropped().addAll(members.found);
        }
    }

    private static boolean isDeep(String name) {
        return name.startsWith("tools.") || name.startsWith("messages.") || name.startsWith("cache_control.");
    }

    private static boolean mayHold(Outline outline, String name) {
        return switch (name) {
            case "messages.output_config" -> outline.perTurnControls;
            case "cache_control.scope", "cache_control.ttl" -> outline.cacheTtlSeconds > 0;
            default -> !name.startsWith("tools.") || outline.tools;
        };
    }

    private void cutTop(Outline.Field field, Content content, Edits edits) {
        ObjectNode top = Json.object();
        top.set(field.name(), Json.parse(content.copy(field.value(), field.end())));
        remove("", top);
        if (found.stream().noneMatch(name -> name.startsWith(field.name()))) {
            return;
        }
        if (top.isEmpty()) {
            edits.remove(field.name());
        } else {
            edits.set(field.name(), top.get(field.name()));
        }
    }

    private void remove(String place, JsonNode in) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = in.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode value = field.getValue();
            String inner = inner(place, field.getKey());
            // A schema of the answer is meant.
            boolean meant = place.isEmpty() && field.getKey().equals(CONFIG) && value.has("format");
            if (!meant && isUnwanted(place, field.getKey())) {
                fields.remove();
            } else if (inner != null && value.isObject()) {
                remove(inner, value);
                if (value.isEmpty() && inner.equals(CONFIG)) {
                    fields.remove();
                }
            } else if (inner != null && value.isArray()) {
                value.forEach(element -> remove(inner, element));
            }
        }
    }

    private void scan(Content body) {
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            object("", parser);
        } catch (IOException e) {
            throw new UncheckedIOException("a body that has been scanned before", e);
        }
    }

    private void object(String place, JsonParser parser) throws IOException {
        LeftOut members = new LeftOut();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean wanted = !isUnwanted(place, name);
            String inner = wanted ? inner(place, name) : null;
            if (inner != null && value == JsonToken.START_OBJECT) {
                object(inner, parser);
            } else if (inner != null && value == JsonToken.START_ARRAY) {
                elements(inner, parser);
            } else {
                parser.skipChildren();
            }
            parser.finishToken();
            members.element(start, (int) parser.currentLocation().getByteOffset(), wanted);
        }
        splices.addAll(members.splices());
    }

    private void elements(String place, JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(place, parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private boolean isUnwanted(String place, String name) {
        String full = place.isEmpty() ? name : place + "." + name;
        return unwanted.contains(full) && (found.contains(full) || found.add(full));
    }

    /** How the members of a value are called; null: none of them is of interest. */
    private static String inner(String place, String name) {
        return switch (name) {
            case "cache_control" -> name;
            case "tools", "messages", "system", "thinking", CONFIG -> place.isEmpty() ? name : null;
            case "content" -> place.startsWith("messages") ? "messages.content" : null;
            default -> null;
        };
    }
}
