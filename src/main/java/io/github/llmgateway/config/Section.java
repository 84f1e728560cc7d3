package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.Entry;
import io.github.llmgateway.config.YamlNode.YamlList;
import io.github.llmgateway.config.YamlNode.YamlMap;
import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mapping of the file, read key by key. Every getter returns null where the key is absent, empty, or wrong; what is
 * wrong has then been told to the findings. It remembers which keys were asked for, so that the rest can be listed.
 */
final class Section {

    /** What happens when a value names a variable that is not set. */
    @FunctionalInterface
    interface UnsetVariable {
        void found(Place place, String key, String variable);
    }

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Place place;
    private final Map<String, Entry> entries;
    private final String path;
    private final Findings findings;
    private final Variables variables;
    private final UnsetVariable unset;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(
            Place place,
            Map<String, Entry> entries,
            String path,
            Findings findings,
            Variables variables,
            UnsetVariable unset) {
        this.place = place;
        this.entries = entries;
        this.path = path;
        this.findings = findings;
        this.variables = variables;
        this.unset = unset;
    }

    /** The document; a variable that is not set is an error in it. */
    static Section root(YamlMap map, Findings findings, Variables variables) {
        return new Section(map.place(), map.entries(), "", findings, variables, (where, key, variable) -> findings.error(
                where,
                key,
                "the environment variable " + variable + " is not set",
                "set it, or write a default as ${" + variable + ":-default}"));
    }

    /** A section that is not in the file, at the place where it would be. */
    static Section absent(Section parent, String key) {
        return parent.child(parent.place(), Map.of(), parent.path(key));
    }

    /** The same section, with its own answer to variables that are not set. */
    Section onUnset(UnsetVariable answer) {
        return new Section(place, entries, path, findings, variables, answer);
    }

    Place place() {
        return place;
    }

    /** The place of a key, of the section where it has no such key. */
    Place place(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : entry.place();
    }

    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() || key.startsWith("[") ? path + key : path + "." + key;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    Set<String> asked() {
        return asked;
    }

    Variables variables() {
        return variables;
    }

    boolean has(String key) {
        return entries.containsKey(key);
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

    /** A text; a number is taken as it is written. */
    String text(String key) {
        Object value = scalar(key, "text");
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean) {
            return wrong(key, "true or false", "text", "quote it");
        }
        String text = written(key);
        return text.isBlank() ? null : text;
    }

    /** A single value of any kind as it is written, variables replaced. */
    String written(String key) {
        Object value = scalar(key, "text");
        return value == null || value instanceof String ? (String) value : ((YamlScalar) entries.get(key).value()).text();
    }

    Secret secret(String key) {
        String text = text(key);
        return text == null ? null : Secret.of(text.strip());
    }

    Boolean flag(String key) {
        Object value = scalar(key, "true or false");
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        Boolean flag = Lenient.flag(value);
        return flag != null ? flag : wrong(key, shown(key), "true or false", "");
    }

    boolean flag(String key, boolean otherwise) {
        Boolean value = flag(key);
        return value == null ? otherwise : value;
    }

    Double number(String key, double least) {
        Object value = scalar(key, "a number");
        Double number = Lenient.number(value);
        if (value != null && number == null) {
            return wrong(key, shown(key), "a number", "");
        }
        if (number != null && number < least) {
            return wrong(key, shown(key), "a number of at least " + plain(least), "");
        }
        return number;
    }

    Long whole(String key, long least, long most) {
        Object value = scalar(key, "a whole number");
        Double number = Lenient.number(value);
        if (value == null) {
            return null;
        }
        if (number == null || number != Math.rint(number)) {
            return wrong(key, shown(key), "a whole number", "");
        }
        if (number < least || number > most) {
            String range = most >= Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
            return wrong(key, shown(key), "a whole number " + range, "");
        }
        return number.longValue();
    }

    Integer integer(String key, int least) {
        Long value = whole(key, least, Integer.MAX_VALUE);
        return value == null ? null : value.intValue();
    }

    /** Seconds, with a fraction where wanted; more than zero unless {@code zero} is allowed. */
    Duration seconds(String key, boolean zero) {
        Object value = scalar(key, "seconds");
        if (value == null) {
            return null;
        }
        Double number = Lenient.number(value);
        if (number == null) {
            return wrong(key, shown(key), "a number of seconds", "write the number alone, such as 60");
        }
        if (number < 0 || number == 0 && !zero) {
            return wrong(key, shown(key), zero ? "seconds, 0 or more" : "seconds, more than 0", "");
        }
        if (number > LONGEST.toSeconds()) {
            return wrong(key, shown(key), "seconds, at most a year", "");
        }
        // Never less than what is written, or the shortest time would become none.
        return Duration.ofNanos((long) Math.ceil(number * 1e9));
    }

    /** An absolute {@code http} or {@code https} URL without trailing slash and without a user's name. */
    URI url(String key) {
        String text = text(key);
        return text == null ? null : url(key, text);
    }

    URI url(String key, String text) {
        try {
            URI uri = Lenient.url(text);
            if (uri.getRawUserInfo() == null) {
                return uri;
            }
            error(key, "a URL with a user's name or password in it", "put them into api_key or extra_headers");
        } catch (IllegalArgumentException e) {
            error(key, "found " + e.getMessage() + ", wanted one", "write it in full, such as https://api.example.com/v1");
        }
        return null;
    }

    /** The address of a forward proxy. */
    ProxyAddress proxy(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        ProxyAddress proxy = ProxyAddress.parse(text);
        if (proxy == null) {
            error(key, "found no address of an HTTP proxy, wanted one", "write it as http://proxy.example.com:3128");
        }
        return proxy;
    }

    /** A list of texts; one text alone is a list of one. */
    List<String> texts(String key) {
        asked.add(key);
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (!(entry.value() instanceof YamlList list)) {
            String alone = text(key);
            return alone == null ? null : List.of(alone);
        }
        List<String> texts = new ArrayList<>();
        Section items = items(key, list);
        for (String item : items.keys()) {
            String text = items.text(item);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A mapping of texts. */
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
        Entry entry = entries.get(key);
        if (entry == null || isNull(entry.value())) {
            return null;
        }
        if (entry.value() instanceof YamlMap map) {
            return child(entry.place(), map.entries(), path(key));
        }
        return wrong(key, entry.value().kind(), "a mapping", "indent its keys below it");
    }

    /** Whether the value is a list. */
    boolean isList(String key) {
        return has(key) && entries.get(key).value() instanceof YamlList;
    }

    /** Whether the value is a mapping. */
    boolean isMap(String key) {
        return has(key) && entries.get(key).value() instanceof YamlMap;
    }

    /** Whether the key stands there without a value. */
    boolean isEmpty(String key) {
        return has(key) && (isNull(entries.get(key).value())
                || entries.get(key).value() instanceof YamlScalar scalar && scalar.text().isBlank());
    }

    /** The value as it stands in the file, where it names a variable; null otherwise. */
    String reference(String key) {
        boolean single = has(key) && entries.get(key).value() instanceof YamlScalar;
        String text = single ? ((YamlScalar) entries.get(key).value()).text() : "";
        return Variables.references(text) ? text : null;
    }

    /** A list of mappings. */
    List<Section> sections(String key, String mend) {
        asked.add(key);
        Entry entry = entries.get(key);
        if (entry == null || isNull(entry.value())) {
            return null;
        }
        if (!(entry.value() instanceof YamlList list)) {
            return wrong(key, entry.value().kind(), "a list", mend);
        }
        List<Section> sections = new ArrayList<>();
        Section items = items(key, list);
        for (String item : items.keys()) {
            if (items.isMap(item)) {
                sections.add(items.section(item));
            } else {
                items.wrong(item, items.entries.get(item).value().kind(), "a mapping", mend);
            }
        }
        return sections;
    }

    /** A value of any shape as text, numbers, booleans, lists and maps; {@link Secret} where the key's name says so. */
    Object any(String key) {
        asked.add(key);
        Entry entry = entries.get(key);
        return entry == null ? null : any(key, path(key), entry.place(), entry.value());
    }

    private Object any(String key, String where, Place at, YamlNode node) {
        if (node instanceof YamlMap map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.entries().forEach((name, entry) ->
                    values.put(name, any(name, where + "." + name, entry.place(), entry.value())));
            return values;
        }
        if (node instanceof YamlList list) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                YamlNode item = list.items().get(i);
                values.add(any(key, where + "[" + i + "]", item.place(), item));
            }
            return values;
        }
        Object value = ((YamlScalar) node).value();
        Object expanded = value instanceof String text ? expand(at, where, text) : value;
        return expanded instanceof String text && Discretion.secretive(key) ? Secret.of(text) : expanded;
    }

    /** Tells of variables that are not set in values nobody asked for. */
    void checkVariables(String key) {
        Set<String> before = new LinkedHashSet<>(asked);
        any(key);
        asked.retainAll(before);
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.value() == null;
    }

    private Section child(Place at, Map<String, Entry> children, String childPath) {
        return new Section(at, children, childPath, findings, variables, unset);
    }

    // A list reads as a section with the keys [0], [1] ...
    private Section items(String key, YamlList list) {
        Map<String, Entry> children = new LinkedHashMap<>();
        for (int i = 0; i < list.items().size(); i++) {
            YamlNode item = list.items().get(i);
            children.put("[" + i + "]", new Entry(item.place(), item));
        }
        return child(place(key), children, path(key));
    }

    private Object scalar(String key, String wanted) {
        asked.add(key);
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (!(entry.value() instanceof YamlScalar scalar)) {
            return wrong(key, entry.value().kind(), wanted, "");
        }
        return scalar.value() instanceof String text ? expand(entry.place(), path(key), text) : scalar.value();
    }

    // Null where a variable is missing: the value is then as good as absent, and the finding is made.
    private String expand(Place at, String where, String text) {
        Variables.Expansion expansion = variables.expand(text);
        if (expansion.missing() != null) {
            unset.found(at, where, expansion.missing());
            return null;
        }
        return expansion.text();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private String shown(String key) {
        return Discretion.shown(key, (YamlScalar) entries.get(key).value());
    }

    private <T> T wrong(String key, String found, String wanted, String mend) {
        error(key, "found " + found + ", wanted " + wanted, mend);
        return null;
    }
}
