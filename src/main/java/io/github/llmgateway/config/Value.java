package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.YamlList;
import io.github.llmgateway.config.YamlNode.YamlMap;
import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The value of a key that stands in the file, read as what is wanted. Every getter returns null where the value is
 * empty or wrong; what is wrong has then been told to the section's findings.
 */
final class Value {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Section section;
    private final String key;
    private final YamlNode node;

    Value(Section section, String key, YamlNode node) {
        this.section = section;
        this.key = key;
        this.node = node;
    }

    /** Whether there is nothing, or blank text. */
    static boolean isEmpty(YamlNode node) {
        return node instanceof YamlScalar scalar && (scalar.value() == null || scalar.text().isBlank());
    }

    /** A text that is not blank; a number is taken as it is written. */
    String text() {
        if (node instanceof YamlScalar scalar && scalar.value() instanceof Boolean) {
            return wrong(scalar.kind(), "text", "quote it");
        }
        String text = written();
        return text == null || text.isBlank() ? null : text;
    }

    /** A single value of any kind as it is written, variables replaced. */
    String written() {
        Object value = scalar("text");
        return value == null || value instanceof String ? (String) value : ((YamlScalar) node).text();
    }

    Boolean flag() {
        Object value = scalar("true or false");
        if (value == null) {
            return null;
        }
        Boolean flag = Lenient.flag(value);
        return flag != null ? flag : wrong(shown(), "true or false", "");
    }

    Double number(double least) {
        Object value = scalar("a number");
        Double number = Lenient.number(value);
        if (value != null && number == null) {
            return wrong(shown(), "a number", "");
        }
        if (number != null && number < least) {
            String bound = least == Math.rint(least) ? Long.toString((long) least) : Double.toString(least);
            return wrong(shown(), "a number of at least " + bound, "");
        }
        return number;
    }

    Long whole(long least, long most) {
        Object value = scalar("a whole number");
        Double number = Lenient.number(value);
        if (value == null) {
            return null;
        }
        if (number == null || number != Math.rint(number)) {
            return wrong(shown(), "a whole number", "");
        }
        if (number < least || number > most) {
            String range = most >= Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
            return wrong(shown(), "a whole number " + range, "");
        }
        return number.longValue();
    }

    Duration seconds(boolean zero) {
        Object value = scalar("seconds");
        if (value == null) {
            return null;
        }
        Double number = Lenient.number(value);
        if (number == null) {
            return wrong(shown(), "a number of seconds", "write the number alone, such as 60");
        }
        if (number < 0 || number == 0 && !zero) {
            return wrong(shown(), zero ? "seconds, 0 or more" : "seconds, more than 0", "");
        }
        if (number > LONGEST.toSeconds()) {
            return wrong(shown(), "seconds, at most a year", "");
        }
        // Never less than what is written, or the shortest time would become none.
        return Duration.ofNanos((long) Math.ceil(number * 1e9));
    }

    /** An absolute URL, from this value or from a text that stands in for it. */
    URI url(String text) {
        try {
            URI uri = Lenient.url(text);
            if (uri.getRawUserInfo() == null) {
                return uri;
            }
            section.error(key, "a URL with a user's name or password in it", "put them into api_key or extra_headers");
        } catch (IllegalArgumentException e) {
            String mend = "write it in full, such as https://api.example.com/v1";
            section.error(key, "found " + e.getMessage() + ", wanted one", mend);
        }
        return null;
    }

    ProxyAddress proxy() {
        String text = text();
        ProxyAddress proxy = text == null ? null : ProxyAddress.parse(text);
        if (text != null && proxy == null) {
            String mend = "write it as http://proxy.example.com:3128, with @ : / % in a password as %40 %3A %2F %25";
            section.error(key, "found no address of a proxy, wanted one", mend);
        }
        return proxy;
    }

    /** Text, number, boolean, list or map; {@link Secret} where a key's name says so. */
    Object any() {
        return any(key, section.path(key), section.place(key), node);
    }

    private Object any(String name, String path, Place place, YamlNode at) {
        if (at instanceof YamlMap map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.entries().forEach((child, entry) ->
                    values.put(child, any(child, path + "." + child, entry.place(), entry.value())));
            return values;
        }
        if (at instanceof YamlList list) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                YamlNode item = list.items().get(i);
                values.add(any(name, path + "[" + i + "]", item.place(), item));
            }
            return values;
        }
        Object value = ((YamlScalar) at).value();
        Object expanded = value instanceof String text ? section.expand(place, path, text) : value;
        return expanded instanceof String text && Discretion.secretive(name) ? Secret.of(text) : expanded;
    }

    private Object scalar(String wanted) {
        if (!(node instanceof YamlScalar scalar)) {
            return wrong(node.kind(), wanted, "");
        }
        boolean text = scalar.value() instanceof String;
        return text ? section.expand(section.place(key), section.path(key), scalar.text()) : scalar.value();
    }

    private String shown() {
        return Discretion.shown(key, (YamlScalar) node);
    }

    private <T> T wrong(String found, String wanted, String mend) {
        section.error(key, "found " + found + ", wanted " + wanted, mend);
        return null;
    }
}
