package io.github.llmgateway.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each rule has a request that breaks it. The resources hold, a family a file, one good request and then pairs of a
 * rule's name and the change (a merge patch, RFC 7386) that breaks it; names with a dollar are of no body.
 */
class RulesTest {

    private record Broken(Family family, String rule, JsonNode request) {
    }

    private static final List<Family> FAMILIES = Stream.of(Family.values())
            .filter(family -> RulesTest.class.getResource(file(family)) != null).toList();

    private static String file(Family family) {
        return "/standin/" + family + ".txt";
    }

    private static List<String> lines(Family family) {
        try (InputStream file = RulesTest.class.getResourceAsStream(file(family))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request that breaks no rule. */
    static ObjectNode good(Family family) {
        return (ObjectNode) Nodes.parse(lines(family).get(0));
    }

    private static Stream<Broken> broken() {
        return FAMILIES.stream().flatMap(family -> {
            List<String> lines = lines(family);
            List<Broken> broken = new ArrayList<>();
            for (int i = 1; i < lines.size(); i += 2) {
                ObjectNode request = good(family);
                patch(request, Nodes.parse(lines.get(i + 1)));
                broken.add(new Broken(family, lines.get(i), request));
            }
            return broken.stream();
        });
    }

    private static void patch(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue().isObject() && target.path(field.getKey()).isObject()) {
                patch((ObjectNode) target.get(field.getKey()), field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    /** A request as a server of the family would see it; it has given out two signatures. */
    static Query query(Family family, JsonNode request) {
        Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/json"));
        request.path("$headers").properties().forEach(each -> headers.put(each.getKey(),
                each.getValue().asText()));
        ObjectNode body = request.deepCopy();
        body.remove(List.of("$headers", "$query", "$model", "$streamed"));
        return new Query("POST", family.aws() ? "/model/" : "/", request.path("$query").asText(), headers,
                family.normal(body), request.path("$model").asText(body.path("model").asText()),
                request.path("$streamed").asBoolean(), false, Set.of("issued", "aXNzdWVk")::contains,
                "known-beta"::equals);
    }

    private static Set<String> refusals(Family family, JsonNode request) {
        Query query = query(family, request);
        return family.rules().stream().filter(rule -> rule.isBrokenBy(query)).map(Rule::name)
                .collect(Collectors.toSet());
    }

    @TestFactory
    Stream<DynamicTest> aGoodRequestBreaksNoRule() {
        return FAMILIES.stream().map(family -> dynamicTest(family.toString(),
                () -> assertThat(refusals(family, good(family))).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> aRequestThatBreaksARuleIsRefusedByIt() {
        return broken().map(each -> dynamicTest(each.family() + ": " + each.rule(),
                () -> assertThat(refusals(each.family(), each.request())).contains(each.rule())));
    }

    @Test
    void everyRuleHasARequestThatBreaksIt() {
        Set<String> all = Stream.of(Family.values()).flatMap(family -> family.rules().stream()).map(Rule::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tried = broken().map(Broken::rule).collect(Collectors.toCollection(TreeSet::new));

        assertThat(tried).isEqualTo(all);
    }

    @Test
    void everyRuleSaysWhereItComesFrom() {
        assertThat(Stream.of(Family.values()).flatMap(family -> family.rules().stream()))
                .allSatisfy(rule -> assertThat(rule.source()).contains("."));
    }
}
