package io.github.llmgateway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code model_list}. */
final class ModelListReader {

    private static final String KEY = "model_list";
    private static final String SHAPE = "write it as a list of entries: - model_name: NAME, below it litellm_params:";

    private final Section root;
    private final DeploymentReader reader;
    private final GroupNames groups = new GroupNames();

    ModelListReader(Section root, KnownKeys known, ListenSettings listen, AccessSettings access, Trust trust) {
        this.root = root;
        this.reader = new DeploymentReader(known, new EndpointReader(listen, access, trust));
    }

    GroupNames groups() {
        return groups;
    }

    /** The usable deployments; what is wrong or skipped is among the findings. */
    List<Deployment> read() {
        List<Section> entries = root.sections(KEY, SHAPE);
        if (entries == null || entries.isEmpty()) {
            if (!root.has(KEY) || entries != null || root.isEmpty(KEY)) {
                root.error(KEY, "no deployment at all", SHAPE);
            }
            return List.of();
        }
        checkIds(entries);
        entries = entries.stream().flatMap(entry -> AnyModel.expand(entry).stream()).toList();
        entries.forEach(this::readName);
        List<Deployment> deployments = new ArrayList<>();
        int skipped = 0;
        for (Section entry : entries) {
            DeploymentReader.Outcome outcome = reader.read(entry);
            if (outcome.deployment() != null) {
                deployments.add(outcome.deployment());
            }
            skipped += outcome.skipped() ? 1 : 0;
        }
        if (skipped > 0 && skipped == entries.size()) {
            root.error(KEY, "no deployment is usable, all " + skipped + " are skipped", "mend one of those in the notices");
        }
        return DeploymentIds.distinct(deployments);
    }

    private void readName(Section entry) {
        String name = entry.onUnset((place, key, variable) -> {}).text("model_name");
        if (name != null) {
            groups.add(name);
        }
    }

    private static void checkIds(List<Section> entries) {
        Map<String, Section> first = new LinkedHashMap<>();
        for (Section entry : entries) {
            if (!entry.isMap("model_info")) {
                continue;
            }
            Section info = entry.section("model_info");
            String id = info.onUnset((place, key, variable) -> {}).text("id");
            Section before = id == null ? null : first.putIfAbsent(id, info);
            if (before != null) {
                Place there = before.place("id");
                String where = there.file().equals(info.place("id").file()) ? "line " + there.line() : there.file() + ":" + there.line();
                info.error("id", "the id \"" + id + "\" is taken by the deployment in " + where, "give each its own, or none");
            }
        }
    }
}
