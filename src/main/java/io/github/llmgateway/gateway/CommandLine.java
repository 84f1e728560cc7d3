package io.github.llmgateway.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What stands behind {@code java -jar llm-gateway.jar}.
 *
 * @param command  {@code run} or {@code validate}
 * @param config   the configuration file; null: the first that is found
 * @param host     the address to listen on; null: the configuration's
 * @param port     the port; -1: the configuration's
 * @param routes   a directory of one's own routes; null: none named
 * @param kamelets a directory of one's own kamelets; null: none named
 * @param noAuth   listen beyond loopback without a master key
 * @param strict   refuse a configuration with notices
 */
record CommandLine(String command, String config, String host, int port, Path routes, Path kamelets, boolean noAuth,
        boolean strict) {

    static final String USAGE = """
            llm-gateway run [options]        starts the gateway
            llm-gateway validate [options]   checks the configuration and exits with 1 if it has errors

              --config FILE      the configuration, as LiteLLM's config.yaml; without it the first of $LLM_GATEWAY_CONFIG,
                                 ./litellm-config.yaml, ./config/gateway.yaml, ./config/litellm.yaml,
                                 ~/.claude/litellm-config.yaml, ~/.litellm/config.yaml, /etc/litellm/config.yaml
              --host ADDRESS     where to listen (127.0.0.1); beyond loopback a master_key is wanted, or --no-auth
              --port PORT        (4000)
              --routes DIR       your own routes over the shipped ones; ./routes if it has a gateway.yaml
              --kamelets DIR     your own kamelets over the shipped ones; ./kamelets likewise
              --strict           refuse a configuration with keys that are unknown or not acted on
              --no-auth          listen beyond loopback without a master_key
            """;

    /** Reads arguments; the message of the exception is for the user. */
    static CommandLine parse(List<String> arguments) {
        Iterator<String> rest = arguments.iterator();
        String command = "run";
        if (rest.hasNext() && !arguments.get(0).startsWith("-")) {
            command = rest.next();
        }
        if (!List.of("run", "validate", "help").contains(command)) {
            throw new IllegalArgumentException("unknown command '" + command + "'");
        }
        String config = null;
        String host = null;
        int port = -1;
        Path routes = null;
        Path kamelets = null;
        boolean noAuth = false;
        boolean strict = false;
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--config" -> config = value(option, rest);
                case "--host" -> host = value(option, rest);
                case "--port" -> port = port(value(option, rest));
                case "--routes" -> routes = directory(option, value(option, rest));
                case "--kamelets" -> kamelets = directory(option, value(option, rest));
                case "--no-auth" -> noAuth = true;
                case "--strict" -> strict = true;
                case "--help", "-h" -> command = "help";
                default -> throw new IllegalArgumentException("unknown option '" + option + "'");
            }
        }
        return new CommandLine(command, config, host, port, routes, kamelets, noAuth, strict);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " wants a value");
        }
        return rest.next();
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as a number out of range is
        }
        throw new IllegalArgumentException("--port wants a number from 0 to 65535, not '" + value + "'");
    }

    private static Path directory(String option, String value) {
        Path path = Path.of(value).toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(option + ": " + value + " is no directory");
        }
        return path;
    }
}
