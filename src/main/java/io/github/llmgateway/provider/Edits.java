package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.dialect.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an envelope changes of a request: top-level fields that are set or taken away, the last word on each counting, and
 * headers. The same changes are spliced into bytes that pass through and applied to a tree that was written anew.
 */
public final class Edits {

    private static final byte[] NOTHING = {};

    private final Map<String, JsonNode> set = new LinkedHashMap<>(4);
    private final Set<String> removed = new HashSet<>(4);
    private final Set<String> members = new LinkedHashSet<>(0);
    private final List<Splice> deeper = new ArrayList<>(0);
    private final MultiMap headers = HttpHeaders.headers();

    /** Sets a field, whether it is there or not. */
    public void set(String field, JsonNode value) {
        removed.remove(field);
        set.put(field, value);
    }

    /** Sets a field to a text. */
    public void set(String field, String text) {
        set(field, TextNode.valueOf(text));
    }

    /** Takes a field away, if it is there. */
    public void remove(String field) {
        set.remove(field);
        removed.add(field);
    }

    /** Takes members away wherever they stand, if they do, by their {@linkplain RefusedField name}. */
    void removeMembers(String name) {
        members.add(name);
    }

    /** The names of members to be taken away. */
    Set<String> members() {
        return members;
    }

    /** Changes what stands deeper in a body that passes through. */
    void splice(List<Splice> changes) {
        deeper.addAll(changes);
    }

    /** Sets a header in place of the client's. An empty value: the header is not sent. */
    public void header(String name, String value) {
        headers.set(name, value);
    }

    /** The headers to be set. */
    MultiMap headers() {
        return headers;
    }

    /** Changes a tree. */
    void applyTo(ObjectNode body) {
        removed.forEach(body::remove);
        set.forEach(body::set);
    }

    /** What a field is set to; null: it is not. */
    JsonNode value(String field) {
        return set.get(field);
    }

    /** Whether a field is taken away. */
    boolean removes(String field) {
        return removed.contains(field);
    }

    /** Whether a field is changed here. */
    boolean touches(String field) {
        return set.containsKey(field) || removed.contains(field);
    }

    /** The changes of what stands deeper. */
    List<Splice> deeper() {
        return deeper;
    }

    /** The same changes as splices of a body. */
    List<Splice> splices(Outline outline) {
        List<Splice> splices = new ArrayList<>();
        Map<String, JsonNode> missing = new LinkedHashMap<>(set);
        for (Outline.Field field : outline.fields()) {
            JsonNode value = set.get(field.name());
            if (value != null) {
                missing.remove(field.name());
                splices.add(new Splice(field.value(), field.end(), Json.bytes(value)));
            }
        }
        remove(outline, splices);
        if (!missing.isEmpty()) {
            splices.add(new Splice(outline.afterBrace, outline.afterBrace, fields(missing, empty(outline))));
        }
        return splices;
    }

    /** Neighbours go together, with one comma: behind them, or before them where nothing follows. */
    private void remove(Outline outline, List<Splice> splices) {
        List<Outline.Field> fields = outline.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (!removed.contains(fields.get(i).name())) {
                continue;
            }
            int first = i;
            while (i + 1 < fields.size() && removed.contains(fields.get(i + 1).name())) {
                i++;
            }
            boolean last = i + 1 == fields.size();
            int start = last && first > 0 ? fields.get(first - 1).end() : fields.get(first).start();
            int end = last ? fields.get(i).end() : fields.get(i + 1).start();
            splices.add(new Splice(start, end, NOTHING));
        }
    }

    private boolean empty(Outline outline) {
        return outline.fields().stream().allMatch(field -> removed.contains(field.name()));
    }

    private static byte[] fields(Map<String, JsonNode> missing, boolean alone) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        missing.forEach((name, value) -> {
            if (alone && out.size() > 0) {
                out.write(',');
            }
            out.writeBytes(Json.bytes(TextNode.valueOf(name)));
            out.write(':');
            out.writeBytes(Json.bytes(value));
            if (!alone) {
                out.write(',');
            }
        });
        return out.toByteArray();
    }
}
