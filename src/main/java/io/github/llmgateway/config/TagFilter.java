package io.github.llmgateway.config;

/** Whether the tags of a request choose among deployments ({@code enable_tag_filtering}, {@code tag_filtering_match_any}). */
public enum TagFilter {
    /** They do not. The default. */
    OFF,
    /** A deployment must have one of them. */
    ANY,
    /** A deployment must have all of them. */
    ALL
}
