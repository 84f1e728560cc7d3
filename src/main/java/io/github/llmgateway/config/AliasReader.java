package io.github.llmgateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code model_group_alias}: a mapping, or a list of mappings, of names to a group or to {@code {model, hidden}}. */
final class AliasReader {

    private static final String KEY = "model_group_alias";

    private final Section section;
    private final GroupNames groups;
    private final Map<String, ModelAlias> aliases = new LinkedHashMap<>();

    AliasReader(Section section, GroupNames groups) {
        this.section = section;
        this.groups = groups;
    }

    Map<String, ModelAlias> aliases() {
        if (section.isList(KEY)) {
            List<Section> maps = section.sections(KEY, "write it as ALIAS: GROUP");
            maps.forEach(this::read);
        } else {
            Section map = section.section(KEY);
            if (map != null) {
                read(map);
            }
        }
        return aliases;
    }

    private void read(Section map) {
        for (String name : map.keys()) {
            boolean nested = map.isMap(name);
            Section details = nested ? map.section(name) : null;
            String target = nested ? details.text("model") : map.text(name);
            boolean hidden = nested && details.flag("hidden", false);
            if (target == null) {
                if (nested ? !details.has("model") : map.isEmpty(name)) {
                    map.error(name, "no group for the alias", "write " + name + ": GROUP");
                }
            } else if (!groups.serves(target)) {
                String mend = Nearest.mend(target, groups.names(), "name a model_name of model_list");
                map.error(name, "an alias of \"" + target + "\", and there is no such model group", mend);
            } else if (aliases.putIfAbsent(name, new ModelAlias(target, hidden)) != null) {
                map.error(name, "the alias stands twice", "remove one of them");
            }
        }
    }
}
