package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.Entry;
import io.github.llmgateway.config.YamlNode.YamlList;
import io.github.llmgateway.config.YamlNode.YamlMap;
import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one YAML document into a tree with places. Composes only: no tag can make it construct anything. */
final class YamlDocument {

    /** The longest text, in code points: thousands of deployments. */
    static final int MAX_CODE_POINTS = 4 << 20;

    /** How deep mappings and lists may nest. */
    static final int MAX_DEPTH = 50;

    /** How many nodes there may be when each alias counts as what it stands for. */
    static final long MAX_NODES = 500_000;

    private static final Pattern KEY = Pattern.compile("^\\s*(?:- +)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*:");

    private final String file;
    private final String text;
    private final Map<Node, YamlNode> done = new IdentityHashMap<>();
    private final Map<Node, Boolean> open = new IdentityHashMap<>();
    private final Map<YamlNode, Long> sizes = new IdentityHashMap<>();
    private final List<Problem> duplicates = new ArrayList<>();

    private YamlDocument(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The document of a text; null for a text without one. A key that stands twice is added to {@code duplicates}, its
     * first value holds.
     */
    static YamlNode read(String file, String text, List<Problem> duplicates) throws YamlFault {
        YamlDocument document = new YamlDocument(file, text);
        YamlNode node = document.read();
        duplicates.addAll(document.duplicates);
        return node;
    }

    private YamlNode read() throws YamlFault {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setNestingDepthLimit(MAX_DEPTH);
        // Every deployment may merge an anchor; what aliases blow up to is bounded by MAX_NODES.
        options.setMaxAliasesForCollections(100_000);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? null : convert(root, "");
        } catch (MarkedYAMLException e) {
            throw fault(e);
        } catch (YAMLException e) {
            // Limits and characters that YAML forbids come without a mark.
            throw new YamlFault(new Place(file, 0), "not readable as YAML: " + firstLine(e), "");
        }
    }

    private YamlFault fault(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        if (mark == null) {
            return new YamlFault(new Place(file, 0), "not readable as YAML: " + e.getProblem(), "");
        }
        String[] lines = text.split("\\R", -1);
        String line = mark.getLine() < lines.length ? lines[mark.getLine()] : "";
        // The key alone: what follows it may be a secret.
        Matcher key = KEY.matcher(line);
        String near = key.find() ? " near \"" + key.group(1) + ":\"" : "";
        // The name of an alias that is none may be a secret that nobody quoted.
        String problem = String.valueOf(e.getProblem()).replaceFirst("(found undefined (alias|tag handle)) .*", "$1");
        String message = "not readable as YAML: " + problem + ", column " + (mark.getColumn() + 1) + near;
        return new YamlFault(new Place(file, mark.getLine() + 1), message, mend(line, problem));
    }

    private static String mend(String line, String problem) {
        if (line.matches("\\s*\\t.*") || problem.contains("TAB")) {
            return "indent with spaces, YAML knows no tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "quote a value that contains a colon, and check the indentation";
        }
        if (problem.contains("undefined alias")) {
            return "quote a value that starts with *, or define the anchor before it";
        }
        return "check the indentation and the quotes there and on the line before";
    }

    private static String firstLine(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("");
    }

    private YamlNode convert(Node node, String path) throws YamlFault {
        YamlNode known = done.get(node);
        if (known != null) {
            return known;
        }
        Place place = place(node);
        if (open.put(node, true) != null) {
            throw new YamlFault(place, "an anchor contains an alias of itself", "write the value out");
        }
        YamlNode converted;
        long size = 1;
        if (node instanceof ScalarNode scalar) {
            converted = scalar(place, scalar);
        } else if (node instanceof SequenceNode sequence) {
            checkTag(node, Tag.SEQ, place);
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, path + "[" + items.size() + "]"));
            }
            converted = new YamlList(place, List.copyOf(items));
            for (YamlNode item : items) {
                size += sizes.get(item);
            }
        } else {
            checkTag(node, Tag.MAP, place);
            converted = mapping(place, (MappingNode) node, path);
            for (Entry entry : ((YamlMap) converted).entries().values()) {
                size += sizes.get(entry.value());
            }
        }
        if (size > MAX_NODES) {
            throw new YamlFault(place, "aliases make the file larger than " + MAX_NODES + " values", "use fewer aliases");
        }
        sizes.put(converted, size);
        open.remove(node);
        done.put(node, converted);
        return converted;
    }

    private YamlScalar scalar(Place place, ScalarNode node) throws YamlFault {
        Tag tag = node.getTag();
        if (!tag.getValue().startsWith(Tag.PREFIX)) {
            throw unknownTag(place);
        }
        String value = node.getValue();
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN && !tag.equals(Tag.STR);
        return new YamlScalar(place, plain ? YamlScalars.read(value) : value, value);
    }

    private void checkTag(Node node, Tag expected, Place place) throws YamlFault {
        if (!node.getTag().equals(expected)) {
            throw unknownTag(place);
        }
    }

    private static YamlFault unknownTag(Place place) {
        // Its name stays out of the message: it may be a password that nobody quoted.
        return new YamlFault(place, "YAML tags are not supported", "quote a value that starts with !");
    }

    private YamlMap mapping(Place place, MappingNode node, String path) throws YamlFault {
        Map<String, Entry> own = new LinkedHashMap<>();
        List<YamlMap> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                addMerged(tuple.getValueNode(), path, merged);
                continue;
            }
            if (!(key instanceof ScalarNode name)) {
                throw new YamlFault(place(key), "a key is not text", "give every value a name");
            }
            String below = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
            Entry entry = new Entry(place(key), convert(tuple.getValueNode(), below));
            Entry first = own.putIfAbsent(name.getValue(), entry);
            if (first != null) {
                duplicates.add(new Problem(
                        file,
                        entry.place().line(),
                        below,
                        "the key stands twice, first in line " + first.place().line(),
                        "remove one of them"));
            }
        }
        // A key of its own holds before a merged one, an earlier merge before a later.
        for (YamlMap map : merged) {
            map.entries().forEach(own::putIfAbsent);
        }
        return new YamlMap(place, Collections.unmodifiableMap(own));
    }

    private void addMerged(Node value, String path, List<YamlMap> merged) throws YamlFault {
        YamlNode node = convert(value, path);
        List<YamlNode> nodes = node instanceof YamlList list ? list.items() : List.of(node);
        for (YamlNode each : nodes) {
            if (!(each instanceof YamlMap map)) {
                throw new YamlFault(
                        place(value), "<< merges " + each.kind(), "merge a mapping, such as <<: *defaults");
            }
            merged.add(map);
        }
    }

    private Place place(Node node) {
        return new Place(file, node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1);
    }
}
