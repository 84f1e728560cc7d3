package io.github.llmgateway.config;

/** A text that is not YAML, or not YAML as a configuration may use it. */
final class YamlFault extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String mend;

    YamlFault(Place place, String message, String mend) {
        super(message);
        this.place = place;
        this.mend = mend;
    }

    Problem problem() {
        return new Problem(place.file(), place.line(), "", getMessage(), mend);
    }
}
