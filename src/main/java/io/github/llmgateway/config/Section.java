package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.Entry;
import io.github.llmgateway.config.YamlNode.YamlList;
import io.github.llmgateway.config.YamlNode.YamlMap;
import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A mapping of the file, read key by key. Every getter returns null where the key is absent, empty, or wrong; what is
 * wrong has then been told to the findings. It remembers which keys were asked for, so that the rest can be listed.
 */
final class Section {

    /** What happens when a value names a variable that is not set. */
    @FunctionalInterface
    interface UnsetVariable {
        void found(Place place, String path, String variable);
    }

    private final Place place;
    private final Map<String, Entry> entries;
    private final String path;
    private final Findings findings;
    private final Variables variables;
    private final UnsetVariable unset;
    private final Set<String> asked;

    private Section(
            Place place,
            Map<String, Entry> entries,
            String path,
            Findings findings,
            Variables variables,
            UnsetVariable unset,
            Set<String> asked) {
        this.place = place;
        this.entries = entries;
        this.path = path;
        this.findings = findings;
        this.variables = variables;
        this.unset = unset;
        this.asked = asked;
    }

    /** The document; a variable that is not set is an error in it. */
    static Section root(YamlMap map, Findings findings, Variables variables) {
        UnsetVariable unset = (where, path, variable) -> findings.error(
                where,
                path,
                "the environment variable " + variable + " is not set",
                "set it, or write a default as ${" + variable + ":-default}");
        return new Section(map.place(), map.entries(), "", findings, variables, unset, new LinkedHashSet<>());
    }

    /** The same section with another value of a key that it has. */
    Section with(String key, YamlNode value) {
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        changed.put(key, new Entry(place(key), value));
        return new Section(place, changed, path, findings, variables, unset, new LinkedHashSet<>());
    }

    /** A section that is not in the file, at the place where it would be. */
    static Section absent(Section parent, String key) {
        return parent.child(parent.place(), Map.of(), parent.path(key));
    }

    /** The same section, with its own answer to variables that are not set. */
    Section onUnset(UnsetVariable answer) {
        return new Section(place, entries, path, findings, variables, answer, asked);
    }

    /** The same section where nothing hangs on its values: a variable that is not set is a notice. */
    Section unneeded() {
        return onUnset((where, at, variable) ->
                findings.notice(where, at, "the environment variable " + variable + " is not set", ""));
    }

    Place place() {
        return place;
    }

    /** The place of a key, of the section where it has no such key. */
    Place place(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : entry.place();
    }

    String path(String key) {
        return path.isEmpty() || key.startsWith("[") ? path + key : path + "." + key;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** The keys that were asked for; a key may be added that needs no asking. */
    Set<String> asked() {
        return asked;
    }

    Variables variables() {
        return variables;
    }

    /** Remembers that the configuration is another when that file is. */
    void follows(Path file) {
        findings.opened(file.toString());
    }

    void error(String key, String message, String mend) {
        findings.error(place(key), path(key), message, mend);
    }

    void notice(String key, String message, String mend) {
        findings.notice(place(key), path(key), message, mend);
    }

    /** A notice about a part of this section. */
    void noticeAt(Place at, String where, String message, String mend) {
        findings.notice(at, where, message, mend);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    boolean isList(String key) {
        return has(key) && node(key) instanceof YamlList;
    }

    boolean isMap(String key) {
        return has(key) && node(key) instanceof YamlMap;
    }

    Entry entry(String key) {
        return entries.get(key);
    }

    /** Whether the key's value is a single one. */
    boolean isText(String key) {
        return has(key) && node(key) instanceof YamlScalar;
    }

    /** Whether the key stands there without a value. */
    boolean isEmpty(String key) {
        return has(key) && Value.isEmpty(node(key));
    }

    /** A text that is not blank; a number is taken as it is written. */
    String text(String key) {
        return read(key, Value::text);
    }

    /** A single value of any kind as it is written, variables replaced. */
    String written(String key) {
        return read(key, Value::written);
    }

    /** A secret. A variable that is set but empty is as good as none: no other key takes its place unasked. */
    Secret secret(String key) {
        String text = text(key);
        String written = reference(key);
        if (text == null && written != null && variables.expand(written).missing() == null) {
            String empty = Variables.first(written);
            if (empty != null) {
                unset.found(place(key), path(key), empty);
            }
        }
        return text == null ? null : Secret.of(text.strip());
    }

    Boolean flag(String key) {
        return read(key, Value::flag);
    }

    boolean flag(String key, boolean otherwise) {
        Boolean value = flag(key);
        return value == null ? otherwise : value;
    }

    Double number(String key, double least) {
        return read(key, value -> value.number(least));
    }

    Long whole(String key, long least, long most) {
        return read(key, value -> value.whole(least, most));
    }

    Integer integer(String key, int least) {
        Long value = whole(key, least, Integer.MAX_VALUE);
        return value == null ? null : value.intValue();
    }

    /** Seconds, with a fraction where wanted; more than zero unless {@code zero} is allowed. */
    Duration seconds(String key, boolean zero) {
        return read(key, value -> value.seconds(zero));
    }

    /** An absolute {@code http} or {@code https} URL without trailing slash and without a user's name. */
    URI url(String key) {
        String text = text(key);
        return text == null ? null : url(key, text);
    }

    /** The same of a text that stands in for the key's value. */
    URI url(String key, String text) {
        return new Value(this, key, null).url(text);
    }

    /** The address of a forward proxy. */
    ProxyAddress proxy(String key) {
        return read(key, Value::proxy);
    }

    /** A value of any shape as text, numbers, booleans, lists and maps; {@link Secret} where the key's name says so. */
    Object any(String key) {
        return read(key, Value::any);
    }

    /** The value as it stands in the file, where it names a variable; null otherwise. */
    String reference(String key) {
        String text = isText(key) ? ((YamlScalar) node(key)).text() : "";
        return Variables.references(text) ? text : null;
    }

    /** A list of texts; one text alone is a list of one. */
    List<String> texts(String key) {
        if (!isList(key)) {
            String alone = text(key);
            return alone == null ? null : List.of(alone);
        }
        List<String> texts = new ArrayList<>();
        Section items = items(key);
        for (String item : items.keys()) {
            String text = items.text(item);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A mapping of texts; empty where it is absent. */
    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        Section map = section(key);
        if (map != null) {
            for (String name : map.keys()) {
                String text = map.text(name);
                if (text != null) {
                    texts.put(name, text);
                }
            }
        }
        return texts;
    }

    /** A mapping. */
    Section section(String key) {
        asked.add(key);
        if (!has(key) || isEmpty(key)) {
            return null;
        }
        if (node(key) instanceof YamlMap map) {
            return child(place(key), map.entries(), path(key));
        }
        return wrong(key, "a mapping", "indent its keys below it");
    }

    /** A list of mappings. */
    List<Section> sections(String key, String mend) {
        asked.add(key);
        if (!has(key) || isEmpty(key)) {
            return null;
        }
        if (!isList(key)) {
            return wrong(key, "a list", mend);
        }
        List<Section> sections = new ArrayList<>();
        Section items = items(key);
        for (String item : items.keys()) {
            if (items.isMap(item)) {
                sections.add(items.section(item));
            } else {
                items.wrong(item, "a mapping", mend);
            }
        }
        return sections;
    }

    /** Tells of variables that are not set in a value nobody asked for. */
    void checkVariables(String key) {
        new Value(unneeded(), key, node(key)).any();
    }

    /** A text with its variables replaced; null where one is not set, as such a value is as good as absent. */
    String expand(Place at, String where, String text) {
        Variables.Expansion expansion = variables.expand(text);
        if (expansion.missing() != null) {
            unset.found(at, where, expansion.missing());
            return null;
        }
        return expansion.text();
    }

    private <T> T read(String key, Function<Value, T> as) {
        asked.add(key);
        return has(key) ? as.apply(new Value(this, key, node(key))) : null;
    }

    private YamlNode node(String key) {
        return entries.get(key).value();
    }

    private Section child(Place at, Map<String, Entry> children, String childPath) {
        return new Section(at, children, childPath, findings, variables, unset, new LinkedHashSet<>());
    }

    // A list reads as a section with the keys [0], [1] ...
    private Section items(String key) {
        asked.add(key);
        Map<String, Entry> children = new LinkedHashMap<>();
        List<YamlNode> items = ((YamlList) node(key)).items();
        for (int i = 0; i < items.size(); i++) {
            children.put("[" + i + "]", new Entry(items.get(i).place(), items.get(i)));
        }
        return child(place(key), children, path(key));
    }

    private <T> T wrong(String key, String wanted, String mend) {
        error(key, "found " + node(key).kind() + ", wanted " + wanted, mend);
        return null;
    }
}
