package io.github.llmgateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.net.Socket;
import java.net.URLConnection;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house as docs/architecture.md draws it: which room may know which. */
class ArchitectureTest {

    private static final String ROOT = "io.github.llmgateway.";

    /** A package and those it may know, besides itself; {@code dialect} means the interfaces, not the formats. */
    private static final Map<String, List<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("chat", List.of()),
            Map.entry("body", List.of()),
            Map.entry("framing", List.of("body")),
            Map.entry("config", List.of()),
            Map.entry("pem", List.of()),
            Map.entry("dialect", List.of("chat", "body")),
            Map.entry("dialect.anthropic", List.of("dialect", "chat", "body")),
            Map.entry("dialect.gemini", List.of("dialect", "chat", "body")),
            Map.entry("dialect.openai", List.of("dialect", "chat", "body")),
            Map.entry("dialect.converse", List.of("dialect", "dialect.anthropic", "chat", "body")),
            Map.entry("dialect.responses", List.of("dialect.openai", "dialect", "chat", "body")),
            Map.entry("embedding", List.of("dialect", "chat")),
            Map.entry("call", List.of("dialect", "chat", "body", "framing")),
            Map.entry("access", List.of("call", "chat", "config")),
            Map.entry("door", List.of("call", "dialect", "chat", "body", "framing", "config")),
            Map.entry("routing", List.of("call", "dialect", "chat", "body", "config")),
            Map.entry("upstream", List.of("call", "chat", "config")),
            Map.entry("credentials", List.of("upstream", "call", "chat", "config")),
            Map.entry("credentials.aws", List.of("credentials", "upstream", "call", "chat", "config")),
            Map.entry("credentials.google", List.of("credentials", "upstream", "call", "chat", "config")),
            Map.entry("credentials.entra", List.of("credentials", "upstream", "call", "chat", "config", "pem")),
            Map.entry("provider", List.of("embedding", "upstream", "call", "dialect", "chat", "body", "framing",
                    "config")),
            Map.entry("passage", List.of("provider", "routing", "upstream", "call", "dialect", "chat", "framing", "body",
                    "config")),
            Map.entry("media", List.of("upstream", "call", "dialect", "chat", "body", "config")),
            Map.entry("simulator", List.of("provider", "upstream", "call", "dialect", "chat", "body", "framing",
                    "config")),
            Map.entry("usage", List.of("call", "dialect", "chat")),
            Map.entry("admin", List.of("call", "dialect", "chat", "config")));

    /** A row of the document's table: packages, what they are, what they may know. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z.]+`(?:, )?)+) \\| [^|]+ \\| ([a-z., ]+) \\|$");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.github.llmgateway");

    @Test
    void dependenciesPointOneWay() {
        MAY_KNOW.forEach((room, known) -> {
            String[] allowed = Stream.concat(Stream.of(room), known.stream()).map(name -> ROOT + name)
                    .toArray(String[]::new);
            classes().that().resideInAPackage(ROOT + room)
                    .should().onlyDependOnClassesThat(resideInAnyPackage(allowed)
                            .or(JavaClass.Predicates.resideOutsideOfPackage("io.github.llmgateway..")))
                    .check(CLASSES);
        });
    }

    @Test
    void everyPackageHasItsPlaceInTheHouse() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length())).collect(Collectors.toCollection(TreeSet::new));
        Set<String> drawn = new TreeSet<>(MAY_KNOW.keySet());
        drawn.add("gateway");

        assertThat(packages).isEqualTo(drawn);
    }

    @Test
    void theDocumentDrawsThatHouse() throws IOException {
        Map<String, Set<String>> drawn = new HashMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("docs/architecture.md")));
        while (rows.find()) {
            Set<String> known = new TreeSet<>(Arrays.asList(rows.group(2).split(", ")));
            known.remove("nothing");
            for (String room : rows.group(1).replace("`", "").split(", ")) {
                drawn.put(room, known);
            }
        }
        assertThat(drawn.remove("gateway")).containsExactly("all");
        assertThat(drawn).isEqualTo(MAY_KNOW.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, room -> new TreeSet<>(room.getValue()))));
    }

    @Test
    void noRoomIsPartOfACircle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Which is why proxy, trust and bounds hold for all that leaves. */
    @Test
    void oneRoomAloneOpensConnectionsToTheOutside() {
        noClasses().that().resideOutsideOfPackage(ROOT + "upstream")
                .should().dependOnClassesThat().resideInAnyPackage("java.net.http..",
                        "software.amazon.awssdk.http.apache..", "software.amazon.awssdk.http.urlconnection..",
                        "software.amazon.awssdk.http.nio..",
                        "com.google.api.client.http.javanet..", "com.google.api.client.http.apache..")
                .orShould().dependOnClassesThat().belongToAnyOf(Socket.class, SocketChannel.class, URLConnection.class,
                        HttpClient.class, NetClient.class)
                .orShould().callMethodWhere(target(nameMatching("openConnection|openStream|createHttpClient|"
                        + "createNetClient")))
                .check(CLASSES);
    }

    @Test
    void noClassIsCalledByWhatItIsInsteadOfWhatItDoes() {
        for (String empty : Arrays.asList("Manager", "Helper", "Util", "Utils", "Impl")) {
            noClasses().should().haveSimpleNameEndingWith(empty).check(CLASSES);
        }
    }

    @Test
    void nothingIsPrintedPastTheLogger() {
        noClasses().that().resideOutsideOfPackage(ROOT + "gateway").and().doNotHaveSimpleName("BatchAppender")
                .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .check(CLASSES);
    }
}
