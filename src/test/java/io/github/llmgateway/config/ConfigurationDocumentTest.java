package io.github.llmgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/configuration.md} and {@code config/} say what the reader does. */
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final Path SHIPPED = Path.of("config/gateway.yaml");
    private static final String THE_FILE = "The file";

    private static final Pattern HEADING = Pattern.compile("## `?([^`]+)`?");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\|(.*)\\|([^|]*)\\|([^|]*)\\|");
    private static final Pattern VARIABLE = Pattern.compile("(?:os\\.environ/|\\$\\{)([A-Z_]+)");

    /** The sections with tables of keys, and a document each that has everything but the key in question. */
    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        String models = "model_list: [{model_name: m, litellm_params: {model: anthropic/m}}]\n";
        SECTIONS.put(THE_FILE, models + "%s:\n");
        SECTIONS.put("model_list", "model_list: [{model_name: m, litellm_params: {model: anthropic/m}, %s: }]\n");
        SECTIONS.put("litellm_params", "model_list: [{model_name: m, litellm_params: {model: anthropic/m, %s: }}]\n");
        for (String section : List.of("router_settings", "litellm_settings", "general_settings", "gateway_settings")) {
            SECTIONS.put(section, models + section + ": {%s: }\n");
        }
    }

    /** What the reader takes from {@code model_info}, where any key may stand. */
    private static final Set<String> MODEL_INFO = Set.of(
            "id", "base_model", "max_input_tokens", "max_output_tokens", "max_tokens", "input_cost_per_token", "output_cost_per_token");

    /** The defaults that are values, by {@code SECTION.KEY}. */
    private static final Map<String, Object> DEFAULTS = new TreeMap<>();

    static {
        DEFAULTS.put("litellm_params.weight", (long) Selection.DEFAULT_WEIGHT);
        DEFAULTS.put("router_settings.routing_strategy", RoutingStrategy.SIMPLE_SHUFFLE.key());
        DEFAULTS.put("router_settings.timeout", RoutingSettings.DEFAULT_TIMEOUT);
        DEFAULTS.put("router_settings.num_retries", Retries.DEFAULT.count());
        DEFAULTS.put("router_settings.retry_after", Retries.DEFAULT.retryAfter());
        DEFAULTS.put("router_settings.allowed_fails", Cooldown.DEFAULT.allowedFails());
        DEFAULTS.put("router_settings.cooldown_time", Cooldown.DEFAULT.time());
        DEFAULTS.put("router_settings.disable_cooldowns", !Cooldown.DEFAULT.enabled());
        DEFAULTS.put("router_settings.max_fallbacks", Fallbacks.DEFAULT.max());
        GatewayConfig unset = config("model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n");
        DEFAULTS.put("router_settings.enable_pre_call_checks", unset.routing().preCallChecks());
        DEFAULTS.put("router_settings.set_verbose", unset.verbose());
        DEFAULTS.put("router_settings.enable_tag_filtering", unset.routing().tags() != TagFilter.OFF);
        DEFAULTS.put("router_settings.tag_filtering_match_any", config("""
                model_list: [{model_name: m, litellm_params: {model: simulator/m}}]
                router_settings: {enable_tag_filtering: true}
                """).routing().tags() == TagFilter.ANY);
        DEFAULTS.put("gateway_settings.inject_cache_points", unset.translation().injectCachePoints());
        DEFAULTS.put("litellm_settings.drop_params", unset.translation().dropParams());
        DEFAULTS.put("litellm_settings.user_url_validation", !MediaSettings.DEFAULT.anyAddress());
        DEFAULTS.put("litellm_settings.ssl_verify", Trust.DEFAULT.verify());
        DEFAULTS.put("gateway_settings.host", ListenSettings.DEFAULT.host());
        DEFAULTS.put("gateway_settings.port", ListenSettings.DEFAULT.port());
        DEFAULTS.put("gateway_settings.drain_seconds", ListenSettings.DEFAULT.drainTime());
        DEFAULTS.put("gateway_settings.forward_oauth", unset.access().forwardOauth());
        DEFAULTS.put("gateway_settings.sticky", unset.routing().stickiness().name().toLowerCase(java.util.Locale.ROOT));
        DEFAULTS.put("gateway_settings.max_request_bytes", LimitSettings.DEFAULT.maxRequestBytes());
        DEFAULTS.put("gateway_settings.max_header_bytes", LimitSettings.DEFAULT.maxHeaderBytes());
        DEFAULTS.put("gateway_settings.max_nesting_depth", LimitSettings.DEFAULT.maxNestingDepth());
        DEFAULTS.put("gateway_settings.send_timeout_seconds", LimitSettings.DEFAULT.sendTimeout());
        DEFAULTS.put("gateway_settings.body_timeout_seconds", LimitSettings.DEFAULT.bodyTimeout());
        DEFAULTS.put("gateway_settings.max_connections", LimitSettings.DEFAULT.maxConnections());
        DEFAULTS.put("gateway_settings.max_concurrent_streams", LimitSettings.DEFAULT.maxConcurrentStreams());
        DEFAULTS.put("gateway_settings.proxy_protocol", ListenSettings.DEFAULT.proxyProtocol());
        DEFAULTS.put("general_settings.use_x_forwarded_for", !ListenSettings.DEFAULT.trustedProxies().isEmpty());
        DEFAULTS.put("gateway_settings.buffer_wait_seconds", LimitSettings.DEFAULT.bufferWait());
        DEFAULTS.put("gateway_settings.connect_timeout_seconds", UpstreamSettings.DEFAULT.connectTimeout());
        DEFAULTS.put("gateway_settings.first_byte_timeout_seconds", UpstreamSettings.DEFAULT.firstByteTimeout());
        DEFAULTS.put("gateway_settings.idle_timeout_seconds", UpstreamSettings.DEFAULT.idleTimeout());
        DEFAULTS.put("gateway_settings.ping_interval_seconds", UpstreamSettings.DEFAULT.pingInterval());
        DEFAULTS.put("gateway_settings.max_connections_per_host", UpstreamSettings.DEFAULT.maxConnectionsPerHost());
    }

    @TempDir
    Path temp;

    @Test
    void everyKeyThatActsIsInItsTableAndNoOther() throws IOException {
        Map<String, Map<String, String>> tables = tables();
        for (String section : SECTIONS.keySet()) {
            Set<String> documented = new TreeSet<>(tables.get(section).keySet());
            if (section.equals("litellm_settings")) {
                // The document says so of all of them.
                documented.addAll(tables.get("router_settings").keySet());
            }
            assertThat(documented).as(section).isEqualTo(acting(section));
        }
        assertThat(tables.get("model_info").keySet()).isEqualTo(MODEL_INFO);
    }

    @Test
    void everyDocumentedDefaultIsTheReaders() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        tables().forEach((section, rows) -> rows.forEach((key, cell) -> {
            String value = cell.replace("`", "");
            if (cell.matches("[0-9.]+|`(true|false|auto|simple-shuffle|[0-9.]+)`")) {
                documented.put(section + "." + key, value);
            }
        }));
        Map<String, String> actual = new TreeMap<>();
        DEFAULTS.forEach((key, value) ->
                actual.put(key, value instanceof Duration time ? Long.toString(time.toSeconds()) : value.toString()));
        assertThat(documented).isEqualTo(actual);
        assertThat(LimitSettings.DEFAULT.maxBufferedBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(config("model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n").deployments().get(0)
                .selection().order()).as("last").isEqualTo(Selection.LAST);
    }

    @Test
    void theProvidersAreThoseOfTheReader() throws IOException {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (String name : Providers.names()) {
            names.computeIfAbsent(Providers.named(name).orElseThrow().name(), first -> new ArrayList<>()).add(name);
        }
        StringBuilder table = new StringBuilder("| provider | base URL | variables for its key | variables for its URL |\n|---|---|---|---|\n");
        names.forEach((name, all) -> {
            Provider provider = Providers.named(name).orElseThrow();
            String base = provider.base() != null ? provider.base().toString()
                    : switch (provider.api()) {
                        case SIMULATOR -> "inside the gateway";
                        case BEDROCK_CONVERSE, ANTHROPIC_AWS -> "by `aws_region_name`";
                        case VERTEX_GEMINI -> "by `vertex_location` and `vertex_project`";
                        default -> "`api_base`";
                    };
            table.append("| %s | %s | %s | %s |\n".formatted(
                    code(all), base, code(provider.keyVariables()), code(provider.baseVariables())));
        });
        assertThat(Files.readString(DOCUMENT)).contains(table);
    }

    @Test
    void everyStrategyKindAndPlaceIsNamed() throws IOException {
        String document = Files.readString(DOCUMENT);
        RoutingStrategy.keys().forEach(key -> assertThat(document).contains("| `" + key + "` |"));
        for (ErrorKind kind : ErrorKind.values()) {
            assertThat(document).contains("| `" + kind.key() + "` |");
        }
        Path home = Files.createDirectories(temp.resolve("home"));
        Path work = Files.createDirectories(temp.resolve("work"));
        List<String> places = Pattern.compile("(?m)^[3-7]\\. `([^`]+)`$").matcher(document).results()
                .map(place -> place.group(1)).toList();
        assertThat(places).hasSize(5);
        for (int i = places.size() - 1; i >= 0; i--) {
            Path file = Path.of(places.get(i).replaceFirst("^~", home.toString()).replaceFirst("^\\.", work.toString()));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
            assertThat(ConfigFile.locate(null, Map.of(), work, home)).as(places.get(i)).contains(file);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadWithoutAnErrorOrANotice(String example) throws IOException {
        Files.writeString(temp.resolve("models.yaml"), "model_list: [{model_name: m, litellm_params: {model: simulator/m}}]\n");
        String whole = example.contains("model_list:") || example.contains("include:") ? example
                : "model_list: [{model_name: \"*\", litellm_params: {model: simulator/*}}]\n" + example;
        Path file = Files.writeString(temp.resolve("example.yaml"), whole);

        ConfigReading reading = ConfigReader.read(file, variables(example), false);

        assertThat(reading.errors()).isEmpty();
        // The reader's machine has the files that an example names.
        assertThat(reading.notices()).filteredOn(each -> !each.message().contains("is not there")).isEmpty();
    }

    @Test
    void theShippedFileAnswersWithoutAnyKeyAndSaysWhatItSkips() {
        ConfigReading reading = ConfigReader.read(SHIPPED, Map.of(), false);

        assertThat(reading.config().orElseThrow().deployments()).extracting(Deployment::provider).containsExactly("simulator");
        assertThat(reading.notices()).extracting(Problem::message).containsExactly(
                "the environment variable ANTHROPIC_API_KEY is not set: this deployment is skipped",
                "the environment variable OPENAI_API_KEY is not set: this deployment is skipped");
    }

    @Test
    void everyFileOfTheFolderIsReadWithItsVariablesSet() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED.getParent())) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml")
                    && !each.endsWith("beta-headers.yaml")).toList()) {
                ConfigReading reading = ConfigReader.read(file, variables(Files.readString(file)), true);
                assertThat(reading.errors()).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void theShippedFilesSuggestionsHoldWhenTheirMarkIsTakenAway() throws IOException {
        String text = Files.readString(SHIPPED).replaceAll("(?m)^#(?=[a-z]|  )", "");
        assertThat(text).contains("\nrouter_settings:").contains("\ngeneral_settings:").contains("\ngateway_settings:");

        ConfigReading reading = ConfigReader.read("gateway.yaml", text, variables(text), true);

        assertThat(reading.errors()).isEmpty();
        GatewayConfig config = reading.config().orElseThrow();
        assertThat(config.access().masterKey()).isNotNull();
        assertThat(config.routing().fallbacks().onError()).hasSize(1);
        assertThat(config.routing().retries().count()).isEqualTo(Retries.DEFAULT.count());
        assertThat(config.listen().port()).isEqualTo(ListenSettings.DEFAULT.port());
    }

    static List<String> examples() throws IOException {
        return Pattern.compile("(?ms)^```yaml\n(.*?)^```$").matcher(Files.readString(DOCUMENT)).results()
                .map(block -> block.group(1)).toList();
    }

    /** The default of each key, by section: the rows of the tables, whose headings are the sections. */
    private static Map<String, Map<String, String>> tables() throws IOException {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Set<String> sections = new LinkedHashSet<>(SECTIONS.keySet());
        sections.add("model_info");
        String section = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            var heading = HEADING.matcher(line);
            var row = ROW.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
            } else if (row.matches() && sections.contains(section)) {
                tables.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(row.group(1), row.group(3).strip());
            }
        }
        return tables;
    }

    /** The keys of a section that the reader does not call unknown or not acted on. */
    private Set<String> acting(String section) throws IOException {
        Set<String> acting = new TreeSet<>();
        for (String key : known(section.equals(THE_FILE) ? "file" : section)) {
            Path file = Files.writeString(temp.resolve("one.yaml"), SECTIONS.get(section).formatted(key));
            ConfigReading reading = ConfigReader.read(file, Reading.KEYS, false);
            boolean told = reading.notices().stream()
                    .anyMatch(notice -> notice.key().equals(key) || notice.key().endsWith("." + key));
            if (!told) {
                acting.add(key);
            }
        }
        return acting;
    }

    private static Set<String> known(String section) throws IOException {
        try (InputStream in = KnownKeys.class.getResourceAsStream("known-keys.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*$", "");
            String keys = text.split("\\[" + section + "]")[1].split("\\[")[0];
            return Stream.of(keys.strip().split("\\s+")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A value for each variable that a text names, and a key for each provider. */
    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new HashMap<>();
        for (String name : Providers.names()) {
            Providers.named(name).orElseThrow().keyVariables().forEach(variable -> variables.put(variable, "sk-1"));
        }
        VARIABLE.matcher(text).results().map((MatchResult found) -> found.group(1)).forEach(name -> variables.put(name, "sk-1"));
        return variables;
    }

    private static String code(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private static GatewayConfig config(String text) {
        return ConfigReader.read("test.yaml", text, Map.of(), false).config().orElseThrow();
    }
}
