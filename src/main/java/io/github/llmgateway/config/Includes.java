package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.Entry;
import io.github.llmgateway.config.YamlNode.YamlList;
import io.github.llmgateway.config.YamlNode.YamlMap;
import io.github.llmgateway.config.YamlNode.YamlScalar;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves {@code include}: the files named there, relative to the one that names them, are laid over it. As in
 * LiteLLM lists are appended, and of a value that stands in both, that of the included file holds. Where LiteLLM
 * replaces a whole section, sections are merged key by key, so that nothing is lost silently.
 */
final class Includes {

    private static final String KEY = "include";

    private final Findings findings;
    private final Deque<Path> open = new ArrayDeque<>();

    Includes(Findings findings) {
        this.findings = findings;
    }

    /** The document of a file with everything it includes; null where there is none, and the findings say why. */
    YamlMap read(Path file) {
        Path real = file.toAbsolutePath().normalize();
        open.addLast(real);
        try {
            String text = ConfigText.read(file, findings);
            YamlMap document = text == null ? null : parse(file.toString(), text);
            return document == null ? null : withIncluded(document, file);
        } finally {
            open.removeLast();
        }
    }

    /** The document of a text, which cannot include others. */
    YamlMap parse(String name, String text) {
        findings.opened(name);
        List<Problem> duplicates = new ArrayList<>();
        try {
            YamlNode node = YamlDocument.read(name, text, duplicates);
            duplicates.forEach(findings::error);
            if (node == null || node instanceof YamlScalar scalar && scalar.value() == null) {
                findings.error(new Place(name, 0), "", "the file is empty", "begin with a model_list");
                return null;
            }
            if (node instanceof YamlMap map) {
                return map;
            }
            findings.error(
                    node.place(), "", "found " + node.kind() + ", wanted sections such as model_list", "begin with model_list:");
        } catch (YamlFault fault) {
            findings.error(fault.problem());
        }
        return null;
    }

    private YamlMap withIncluded(YamlMap document, Path file) {
        Entry entry = document.entries().get(KEY);
        if (entry == null) {
            return document;
        }
        Map<String, Entry> merged = new LinkedHashMap<>(document.entries());
        merged.remove(KEY);
        for (String name : names(entry)) {
            Path included = sibling(file, name);
            if (included == null) {
                findings.error(entry.place(), KEY, "found no file's name, wanted one", "");
                continue;
            }
            if (open.contains(included.toAbsolutePath().normalize())) {
                findings.error(entry.place(), KEY, "the file " + name + " includes itself, by way of others or alone", "remove the circle");
                continue;
            }
            if (!Files.isRegularFile(included)) {
                findings.opened(included.toString());
                findings.error(
                        entry.place(), KEY, "there is no file " + included, "paths are relative to the file that includes");
                continue;
            }
            YamlMap other = read(included);
            if (other != null) {
                other.entries().forEach((key, value) -> merged.merge(key, value, (mine, theirs) -> lay(key, mine, theirs)));
            }
        }
        return new YamlMap(document.place(), merged);
    }

    private static Path sibling(Path file, String name) {
        try {
            return file.resolveSibling(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private Entry lay(String key, Entry mine, Entry theirs) {
        if (mine.value() instanceof YamlList first && theirs.value() instanceof YamlList second) {
            List<YamlNode> items = new ArrayList<>(first.items());
            items.addAll(second.items());
            return new Entry(mine.place(), new YamlList(first.place(), List.copyOf(items)));
        }
        if (mine.value() instanceof YamlMap first && theirs.value() instanceof YamlMap second) {
            Map<String, Entry> entries = new LinkedHashMap<>(first.entries());
            second.entries().forEach((name, entry) -> {
                Entry before = entries.put(name, entry);
                if (before != null) {
                    String holds = "the included file's value holds, not that of " + before.place().file() + ":"
                            + before.place().line();
                    findings.notice(entry.place(), key + "." + name, holds, "keep one of them");
                }
            });
            return new Entry(mine.place(), new YamlMap(first.place(), entries));
        }
        return theirs;
    }

    private List<String> names(Entry entry) {
        List<YamlNode> items = entry.value() instanceof YamlList list ? list.items() : List.of(entry.value());
        List<String> names = new ArrayList<>();
        for (YamlNode item : items) {
            if (item instanceof YamlScalar scalar && scalar.value() instanceof String name) {
                names.add(name);
            } else {
                findings.error(item.place(), KEY, "found " + item.kind() + ", wanted a file's name", "write include: [models.yaml]");
            }
        }
        return names;
    }
}
