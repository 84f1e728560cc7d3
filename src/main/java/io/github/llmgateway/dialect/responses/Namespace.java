package io.github.llmgateway.dialect.responses;

import java.util.Set;

/**
 * Tools that stand together under a name ({@code type: namespace}, as Codex sends those of a server). Other formats
 * know no such thing: there the tool's name begins with the namespace's.
 */
record Namespace(String namespace, String name) {

    static final String TYPE = "namespace";
    private static final String BETWEEN = "--";

    /** The name in other formats; null {@code namespace}: the tool stands alone. */
    static String join(String namespace, String name) {
        return namespace == null ? name : namespace + BETWEEN + name;
    }

    /** The parts of a name, if it begins with one of the namespaces. */
    static Namespace split(String joined, Set<String> namespaces) {
        for (String namespace : namespaces) {
            if (joined.startsWith(namespace + BETWEEN)) {
                return new Namespace(namespace, joined.substring(namespace.length() + BETWEEN.length()));
            }
        }
        return new Namespace(null, joined);
    }
}
