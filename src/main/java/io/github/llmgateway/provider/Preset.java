package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a deployment's {@code litellm_params} say for requests that do not. Parameters are put into the neutral
 * conversation, so that they meet a provider as a client's would: what Claude refuses beside thinking is left out, a bound
 * of tokens makes room for it. A request that passes through gets the difference that they make, and keeps all else as it
 * came. What the provider cannot be told is named in the answer's header, and never refused: no client said it.
 */
final class Preset {

    /** Changes nothing. */
    static final Preset NONE = new Preset(null, Json.object());

    private final ChatRequest parameters;
    private final ObjectNode extraBody;

    /**
     * A preset.
     *
     * @param parameters a request that says nothing else; null: none
     * @param extraBody  members in the provider's own words
     */
    Preset(ChatRequest parameters, ObjectNode extraBody) {
        this.parameters = parameters;
        this.extraBody = extraBody;
    }

    /** Writes a conversation with what it does not say itself. */
    Written write(ChatRequest said, Dialect dialect, Target target) {
        boolean chat = target.operation() == Operation.CHAT;
        Written written = chat && parameters != null ? filled(said, dialect.write(said, target), dialect, target)
                : dialect.write(said, target);
        if (chat) {
            Difference.fill(written.body(), extraBody);
        }
        return written;
    }

    /** Changes a request that passes through. */
    void splice(Call call, Dialect dialect, Target target, Edits edits) {
        if (parameters != null && call.operation() == Operation.CHAT) {
            try {
                ChatRequest said = call.conversation();
                Written before = dialect.write(said, target);
                Written after = filled(said, before, dialect, target);
                splice(new Difference(before.body(), after.body()), call.content(), call.outline(), edits);
                Set<String> known = fields(before);
                after.losses().stream().map(Loss::field).filter(field -> !known.contains(field))
                        .forEach(call.dropped()::add);
            } catch (Failure unread) {
                // The provider may understand what the gateway does not.
                call.dropped().add("litellm_params");
            }
        }
        if (call.operation() != Operation.COUNT_TOKENS) {
            extra(call.content(), call.outline(), edits);
        }
    }

    private static void splice(Difference difference, Content body, Outline outline, Edits edits) {
        for (String name : difference.changed().keySet()) {
            String own = spelled(name, outline);
            if (!edits.removes(own)) {
                edits.set(own, difference.member(name, there(own, body, outline, edits)));
            }
        }
        difference.removed().stream().filter(name -> outline.field(name) != null).forEach(edits::remove);
    }

    private void extra(Content body, Outline outline, Edits edits) {
        for (Map.Entry<String, JsonNode> member : extraBody.properties()) {
            String own = spelled(member.getKey(), outline);
            JsonNode there = there(own, body, outline, edits);
            if (edits.removes(own)) {
                continue;
            }
            if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                Difference.fill(object, more);
                edits.set(own, object);
            } else if (there == null) {
                edits.set(own, member.getValue());
            }
        }
    }

    /** As the client writes it: Google takes {@code generation_config} for {@code generationConfig}, and not both. */
    private static String spelled(String name, Outline outline) {
        if (outline.field(name) != null) {
            return name;
        }
        String words = name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return outline.field(words) != null ? words : name;
    }

    /** What the provider would get without a preset; null: nothing. */
    private static JsonNode there(String name, Content body, Outline outline, Edits edits) {
        JsonNode set = edits.value(name);
        Outline.Field field = outline.field(name);
        return set != null || field == null ? set : Json.parse(body.copy(field.value(), field.end()));
    }

    private Written filled(ChatRequest said, Written without, Dialect dialect, Target target) {
        Written with = dialect.write(said.orElse(parameters), target);
        Set<String> clients = fields(without);
        List<Loss> losses = new ArrayList<>();
        for (Loss loss : with.losses()) {
            losses.add(clients.contains(loss.field()) ? loss : new Loss(loss.field(), true, loss.reason()));
        }
        return new Written(with.body(), losses, with.renamedTools());
    }

    private static Set<String> fields(Written written) {
        Set<String> fields = new LinkedHashSet<>();
        written.losses().forEach(loss -> fields.add(loss.field()));
        return fields;
    }
}
