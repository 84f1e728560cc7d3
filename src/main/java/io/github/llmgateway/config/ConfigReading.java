package io.github.llmgateway.config;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading a configuration file.
 *
 * @param config  the configuration; empty exactly when there are errors
 * @param errors  everything that must be mended, all of it at once, in the order of the file
 * @param notices what the operator should know but need not mend: keys that are unknown or not acted on, deployments
 *                that are skipped
 * @param files   the files that were read or should have been, included ones among them; of a text, its name. Those
 *                with certificates for calls to the outside, too, and directories of such
 */
public record ConfigReading(
        Optional<GatewayConfig> config, List<Problem> errors, List<Problem> notices, List<String> files) {

    public ConfigReading {
        errors = List.copyOf(errors);
        notices = List.copyOf(notices);
        files = List.copyOf(files);
    }
}
