package io.github.llmgateway.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads fallbacks, in LiteLLM's shape: a list of mappings of one group to the list of those tried instead. */
final class FallbackReader {

    private static final String SHAPE = "write it as a list: - GROUP: [OTHER, ...]";
    private static final String ANY = "*";

    private final GroupNames groups;
    private final Map<String, ModelAlias> aliases;

    FallbackReader(GroupNames groups, Map<String, ModelAlias> aliases) {
        this.groups = groups;
        this.aliases = aliases;
    }

    Map<String, List<String>> byGroup(Section section, String key) {
        Map<String, List<String>> fallbacks = new LinkedHashMap<>();
        Map<String, Section> places = new LinkedHashMap<>();
        List<Section> entries = section.sections(key, SHAPE);
        for (Section entry : entries == null ? List.<Section>of() : entries) {
            for (String group : entry.keys()) {
                List<String> targets = list(entry, group);
                if (!group.equals(ANY)) {
                    check(entry, group, group, "of");
                }
                if (fallbacks.putIfAbsent(group, targets) == null) {
                    places.put(group, entry);
                } else {
                    entry.error(group, "the group has fallbacks already", "put all of them into one list");
                }
            }
        }
        tellCircles(fallbacks, places);
        return fallbacks;
    }

    List<String> list(Section section, String key) {
        List<String> targets = section.texts(key);
        if (targets == null) {
            return List.of();
        }
        targets.forEach(target -> check(section, key, target, "to"));
        return targets;
    }

    private void check(Section section, String key, String group, String preposition) {
        if (!groups.serves(group) && !aliases.containsKey(group)) {
            String mend = Nearest.mend(group, RoutingReader.targets(groups, aliases), "name a model_name of model_list");
            section.error(key, "a fallback " + preposition + " \"" + group + "\", and there is no such model group", mend);
        }
    }

    private void tellCircles(Map<String, List<String>> fallbacks, Map<String, Section> places) {
        Map<String, List<String>> resolved = new LinkedHashMap<>();
        fallbacks.forEach((group, targets) -> resolved
                .computeIfAbsent(group(group), name -> new ArrayList<>())
                .addAll(targets.stream().map(this::group).toList()));
        Set<Set<String>> told = new LinkedHashSet<>();
        for (String group : fallbacks.keySet()) {
            List<String> circle = circle(group(group), new ArrayList<>(), new HashSet<>(), resolved);
            if (circle != null && told.add(Set.copyOf(circle))) {
                places.get(group).error(group, "the fallbacks run in a circle: " + String.join(" -> ", circle), "remove one of them");
            }
        }
    }

    private String group(String name) {
        ModelAlias alias = aliases.get(name);
        return alias == null ? name : alias.target();
    }

    /** A way from a group back to itself, with the group at both ends; null where there is none. */
    private static List<String> circle(
            String group, List<String> way, Set<String> visited, Map<String, List<String>> fallbacks) {
        way.add(group);
        for (String next : fallbacks.getOrDefault(group, List.of())) {
            if (next.equals(way.get(0))) {
                way.add(next);
                return way;
            }
            List<String> circle = visited.add(next) ? circle(next, way, visited, fallbacks) : null;
            if (circle != null) {
                return circle;
            }
        }
        way.remove(way.size() - 1);
        return null;
    }
}
