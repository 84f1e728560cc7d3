package io.github.llmgateway.credentials;

import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a deployment says of its credentials, and the environment's variables. Blank counts as unset. */
public final class Parameters {

    private final Map<String, Object> values;
    private final Map<String, String> environment;

    /** The parameters of {@code deployment} before {@code environment}. */
    public Parameters(Deployment deployment, Map<String, String> environment) {
        this.values = deployment.parameters();
        this.environment = environment;
    }

    /** A parameter as text; null where it is unset. What was hidden is plain then: for what is no secret. */
    public String text(String name) {
        Object value = plain(values.get(name));
        return value == null || value instanceof Map || value instanceof List ? null : filled(value.toString());
    }

    /** A parameter that must not be shown; null where it is unset. */
    public Secret secret(String name) {
        String text = text(name);
        return text == null ? null : Secret.of(text);
    }

    /** A parameter that is a map, with everything in it plain; null where it is none. */
    public Map<?, ?> map(String name) {
        return plain(values.get(name)) instanceof Map<?, ?> map ? map : null;
    }

    /** The first of the environment's variables that is set; null where none is. */
    public String variable(String... names) {
        for (String name : names) {
            String value = filled(environment.get(name));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The first of the environment's variables that is set, not to be shown; null where none is. */
    public Secret secretVariable(String... names) {
        String value = variable(names);
        return value == null ? null : Secret.of(value);
    }

    private static String filled(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static Object plain(Object value) {
        if (value instanceof Secret secret) {
            return secret.reveal();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Parameters::plain).filter(Objects::nonNull).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, plain(each)));
            return copy;
        }
        return value;
    }
}
