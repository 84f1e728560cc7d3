package io.github.llmgateway.config;

import java.util.Objects;

/**
 * One finding in a configuration file: what is wrong, where, and how to mend it. Never holds a secret.
 *
 * @param file    the file as it was named; of an included file, its own name
 * @param line    the line, from 1; 0 where the finding is about the file as a whole
 * @param key     the way to the value, such as {@code model_list[1].litellm_params.model}; empty for the file as a whole
 * @param message what is wrong
 * @param mend    what to do about it; may be empty
 */
public record Problem(String file, int line, String key, String message, String mend) {

    public Problem {
        Objects.requireNonNull(file);
        Objects.requireNonNull(key);
        Objects.requireNonNull(message);
        Objects.requireNonNull(mend);
    }

    /** All of it in one line: {@code gateway.yaml:12: router_settings.timeout: found text, wanted ... - write ...}. */
    @Override
    public String toString() {
        return file
                + (line > 0 ? ":" + line : "")
                + ": "
                + (key.isEmpty() ? "" : key + ": ")
                + message
                + (mend.isEmpty() ? "" : " - " + mend);
    }
}
