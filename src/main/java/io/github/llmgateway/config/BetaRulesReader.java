package io.github.llmgateway.config;

import io.github.llmgateway.config.YamlNode.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code beta-headers.yaml}: the file beside the configuration, else the one inside the jar. */
final class BetaRulesReader {

    private static final String NAME = "beta-headers.yaml";

    private final Findings findings;
    private final Variables variables;

    BetaRulesReader(Findings findings, Variables variables) {
        this.findings = findings;
        this.variables = variables;
    }

    /** {@code config}: the configuration's file; null where it is a text. */
    BetaRules read(Path config) {
        Path beside = config == null ? null : config.resolveSibling(NAME);
        YamlMap document = beside != null && Files.isRegularFile(beside)
                ? new Includes(findings).read(beside)
                : new Includes(new Findings()).parse(NAME, shipped());
        return document == null ? BetaRules.NONE : rules(Section.root(document, findings, variables));
    }

    private static String shipped() {
        try (InputStream in = BetaRulesReader.class.getResourceAsStream("/config/" + NAME)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(NAME + " in the jar cannot be read", e);
        }
    }

    private static BetaRules rules(Section root) {
        Map<String, BetaRules.Rule> rules = new LinkedHashMap<>();
        for (String name : root.keys()) {
            Section rule = root.section(name);
            if (Providers.named(name).isEmpty()) {
                root.error(name, "unknown provider", Nearest.mend(name, Providers.names(), ""));
            } else if (rule != null) {
                rules.put(Providers.named(name).get().name(), new BetaRules.Rule(
                        set(rule.texts("drop")), rule.textMap("rename"), set(rule.texts("keep"))));
                rule.keys().stream().filter(key -> !BetaRules.keys().contains(key)).forEach(key ->
                        rule.error(key, "unknown key", Nearest.mend(key, BetaRules.keys(), "")));
            }
        }
        return new BetaRules(rules);
    }

    private static Set<String> set(List<String> names) {
        return names == null ? Set.of() : new HashSet<>(names);
    }
}
