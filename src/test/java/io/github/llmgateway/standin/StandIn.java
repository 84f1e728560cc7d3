package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.testing.StubProvider;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A server of one family on loopback. It refuses what breaks a rule, as the vendor would, and remembers the rule;
 * otherwise it plays the scenario that the prompt names.
 */
public final class StandIn implements AutoCloseable {

    private final Family family;
    private final StubProvider server;
    private final Signatures signatures = new Signatures();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> betas = Family.BETAS::contains;
    private volatile Told.Call call = Told.CALL;

    StandIn(Family family) {
        this.family = family;
        server = new StubProvider(this::answer);
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String address() {
        return server.url();
    }

    /** A model list's entry that points a group at it, two spaces deep. */
    public String configuration(String group) {
        return "  - " + object("model_name", group, "litellm_params", family.parameters(address())) + "\n";
    }

    /** What was said to it in requests that broke no rule. */
    public List<Heard> heard() {
        return heard;
    }

    /** Which rules were broken, with their sources. */
    public List<String> violations() {
        return violations;
    }

    /** The requests as they came. */
    public List<StubProvider.Asked> asked() {
        return server.asked();
    }

    /** Knows these betas from now on, and no others. */
    public void knowsBetas(Predicate<String> known) {
        betas = known;
    }

    /** Calls this tool from now on, where a scenario calls one: for clients that have tools of their own. */
    public void calls(String tool, String input) {
        call = new Told.Call(Told.CALL.id(), tool, input);
    }

    private void answer(StubProvider.Asked asked, HttpServerResponse response) {
        String[] uri = asked.uri().split("\\?", 2);
        if (uri[0].equals("/token") && asked.method().equals("POST")) {
            token(asked, response);
            return;
        }
        Optional<Path> path = asked.method().equals("POST")
                ? family.paths.stream().filter(each -> each.matches(uri[0])).findFirst() : Optional.empty();
        if (path.isEmpty()) {
            refuse(response, Trouble.NOT_FOUND, asked.method() + " " + uri[0]);
            return;
        }
        Query query = query(asked, uri, path.get());
        if (!family.authorized(query, asked.body())) {
            refuse(response, Trouble.UNAUTHORIZED, "the credentials");
            return;
        }
        for (Rule rule : family.rules()) {
            if (rule.isBrokenBy(query)) {
                refuse(response, Trouble.INVALID, rule.name() + " (" + rule.source() + ")");
                return;
            }
        }
        Heard one = family.format.hear(query);
        heard.add(one);
        if (query.counting()) {
            json(response, family.format.count(Told.FRESH + Told.CACHED));
        } else {
            play(one, query, response);
        }
    }

    private void refuse(HttpServerResponse response, Trouble trouble, String what) {
        violations.add(family + " refuses: " + what);
        family.refused.answer(response, trouble, what);
    }

    private Query query(StubProvider.Asked asked, String[] uri, Path path) {
        Map<String, String> headers = new HashMap<>();
        asked.headers().forEach(header -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
                (one, other) -> one + "," + other));
        boolean counting = path.kind() == Path.Kind.COUNT;
        JsonNode sent = Json.parse(asked.body());
        JsonNode body = family.normal(sent == null ? Nodes.none() : counting ? counted(sent) : sent);
        String named = path.model(uri[0]);
        boolean streamed = path.kind() == Path.Kind.STREAM
                || path.kind() == Path.Kind.EITHER && body.path("stream").asBoolean();
        return new Query(asked.method(), uri[0], uri.length > 1 ? uri[1] : "", headers, body,
                named == null ? body.path("model").asText() : named, streamed, counting, signatures::issued,
                betas);
    }

    /** Bedrock and, if asked so, Gemini wrap what is to be counted. */
    private JsonNode counted(JsonNode body) {
        if (body.at("/input/invokeModel/body").isTextual()) {
            return Json.parse(Base64.getDecoder().decode(body.at("/input/invokeModel/body").asText()));
        }
        return body.at("/input/converse").isObject() ? body.at("/input/converse")
                : body.path("generateContentRequest").isObject() ? body.path("generateContentRequest") : body;
    }

    private void play(Heard one, Query query, HttpServerResponse response) {
        Trouble trouble = one.scenario().trouble();
        boolean breaks = one.scenario() == Scenario.MID_STREAM_ERROR;
        if (trouble != null || breaks && !query.streamed()) {
            Trouble with = trouble == null ? Trouble.BROKEN : trouble;
            family.refused.answer(response, with, family.refused.words(with));
            return;
        }
        Told told = Told.to(one, call, prefix());
        if (!query.streamed()) {
            json(response, family.format.whole(told, query, signatures));
            return;
        }
        List<Format.Event> events = family.format.stream(told, query, signatures);
        Wording wording = Wording.of(family, query);
        response.putHeader("content-type", wording.type()).setChunked(true);
        family.refused.head(response, Trouble.BROKEN);
        response.write(wording.opening());
        int last = breaks ? events.size() / 2 : events.size();
        for (int i = 0; i < last; i++) {
            response.write(wording.event(events.get(i), i));
        }
        if (breaks) {
            response.write(wording.event(family.aws() ? new ConverseFormat().broken(family.refused)
                    : family.format.broken(family.refused), last));
        } else if (family.format.end() != null) {
            response.write(wording.event(new Format.Event(null, family.format.end()), last));
        }
        response.end(wording.closing());
    }

    /** Mistral's ids are of nine letters and digits, with nothing before them. */
    private String prefix() {
        return family == Family.VERTEX_MISTRAL ? "" : family.format.prefix();
    }

    private static void json(HttpServerResponse response, JsonNode body) {
        response.putHeader("content-type", "application/json").putHeader("x-request-id", Refused.REQUEST_ID)
                .end(body.toString());
    }

    private void token(StubProvider.Asked asked, HttpServerResponse response) {
        if (!GoogleAccount.granted(new String(asked.body(), StandardCharsets.UTF_8))) {
            violations.add(family + " refuses: a token's assertion");
            response.setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
            return;
        }
        json(response, object("access_token", GoogleAccount.TOKEN, "expires_in", 3599, "token_type", "Bearer"));
    }

    @Override
    public void close() {
        server.close();
    }
}
