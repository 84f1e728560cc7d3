package io.github.llmgateway.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that LiteLLM or the gateway knows, by section, from {@code known-keys.txt}: a key that nobody asked for is
 * LiteLLM's and not acted on, or a typo.
 */
final class KnownKeys {

    private static final Map<String, Set<String>> BY_SECTION = load();

    // Where a key may belong, the likeliest first.
    private static final List<String> HOMES = List.of(
            "router_settings", "litellm_settings", "general_settings", "gateway_settings", "model_info", "litellm_params", "file");
    private static final List<String> HOMES_OF_MODELS = List.of("litellm_params", "model_info", "router_settings");

    private final Set<String> told = new LinkedHashSet<>();

    /** Tells of each key of a section that was not asked for. A known one is told once, however many deployments have it. */
    void tellUnused(Section section, String kind) {
        for (String key : section.keys()) {
            // By YAML's custom, x- marks a key that holds anchors for the others.
            if (section.asked().contains(key) || key.startsWith("x-")) {
                continue;
            }
            section.checkVariables(key);
            if (!BY_SECTION.get(kind).contains(key)) {
                tellUnknown(section, kind, key);
            } else if (told.add(kind + "." + key)) {
                section.notice(key, "accepted but not acted on", "");
            }
        }
    }

    /** Tells of keys that look like a typo of a known one, in a section that may hold keys of the user's own. */
    void tellTypos(Section section, String kind) {
        for (String key : section.keys()) {
            if (!BY_SECTION.get(kind).contains(key) && Nearest.to(key, BY_SECTION.get(kind)).isPresent()) {
                tellUnknown(section, kind, key);
            }
        }
    }

    private void tellUnknown(Section section, String kind, String key) {
        Set<String> here = new TreeSet<>(BY_SECTION.get(kind));
        here.addAll(section.asked());
        String mend = Nearest.to(key, here)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> home(kind, key));
        section.notice(key, "unknown key, ignored", mend);
    }

    // A key in the wrong section is as common as a misspelt one.
    private static String home(String kind, String key) {
        List<String> homes = kind.startsWith("model") ? HOMES_OF_MODELS : HOMES;
        return homes.stream()
                .filter(section -> BY_SECTION.get(section).contains(key))
                .findFirst()
                .map(section -> "it belongs into " + (section.equals("file") ? "the top level" : section))
                .orElse("");
    }

    private static Map<String, Set<String>> load() {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        try (InputStream in = KnownKeys.class.getResourceAsStream("known-keys.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Set<String> section = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    section = sections.computeIfAbsent(line.substring(1, line.length() - 1), name -> new LinkedHashSet<>());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    section.addAll(Set.of(line.strip().split(" +")));
                }
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
