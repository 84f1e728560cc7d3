package io.github.llmgateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Api;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns the call into what the provider shall get: the same bytes with the model's name spliced in where the client
 * speaks the provider's dialect, else the conversation written anew. What the provider's dialect cannot say is dropped
 * and named in a header, or refused with 400 unless {@code drop_params} says to drop it.
 */
public final class RequestWriter implements Processor, NonBlocking {

    private final Dialect dialect;
    private final Envelope envelope;
    private final Outbound outbound;
    private final LossPolicy losses;
    private final Presets presets;

    /** Writes in {@code dialect} and puts {@code envelope} around it. */
    public RequestWriter(Dialect dialect, Envelope envelope, Outbound outbound, GatewayConfig config, Presets presets) {
        this.dialect = dialect;
        this.envelope = envelope;
        this.outbound = outbound;
        this.losses = new LossPolicy(config);
        this.presets = presets;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Call call = Call.of(exchange);
        if (call == null || call.attempt() == null) {
            throw new IllegalStateException("A provider's kamelet is called by the route of a model's group, which knows "
                    + "the request and the deployment; other routes call llm:GROUP.");
        }
        Deployment deployment = outbound.deployment(call.attempt().deployment());
        boolean same = call.dialect().name().equals(dialect.name());
        Target target = target(call, deployment);
        Edits edits = new Edits();
        envelope.seal(call, target, edits);
        Buffer body = same ? spliced(call, deployment, target, edits) : translated(call, deployment, target, edits);
        exchange.getMessage().setBody(
                new Outgoing(call.operation(), target.model(), body, call.isStream(), same, edits.headers()));
    }

    private Buffer spliced(Call call, Deployment deployment, Target target, Edits edits) {
        Outline outline = call.outline();
        presets.of(deployment).splice(call, dialect, target, edits);
        for (String unwanted : losses.unwanted(deployment)) {
            if (outline.field(unwanted) != null || edits.touches(unwanted)) {
                edits.remove(unwanted);
                call.dropped().add(unwanted);
            }
        }
        Members.cut(edits.members(), call, edits);
        outline.forGateway.forEach(edits::remove);
        List<Splice> others = new ArrayList<>(dialect.address(outline, call.operation(), target));
        others.addAll(edits.deeper());
        others.addAll(call.attempt().splices());
        if (outline.withoutTags != null) {
            others.add(outline.withoutTags);
        }
        List<Splice> splices = edits.splices(outline);
        for (Splice splice : others) {
            if (!touched(outline, splice, edits)) {
                splices.add(splice);
            }
        }
        return call.content().with(splices);
    }

    /** What an envelope changes the dialect need not change, too. */
    private static boolean touched(Outline outline, Splice splice, Edits edits) {
        for (Outline.Field field : outline.fields()) {
            if (splice.start() >= field.start() && splice.end() <= field.end() && splice.end() > field.start()
                    && edits.touches(field.name())) {
                return true;
            }
        }
        return false;
    }

    private Buffer translated(Call call, Deployment deployment, Target target, Edits edits) throws Failure {
        if (call.operation() != Operation.CHAT && call.operation() != Operation.COUNT_TOKENS) {
            throw Failure.of(FailureKind.INVALID_REQUEST, "The model " + call.getModel()
                    + " answers conversations only (provider " + deployment.provider() + ").").withParam("model");
        }
        ChatRequest said = call.attempt().rewritten(call.conversation());
        Written written = presets.of(deployment).write(said, dialect, target);
        call.attempt().written(written);
        ObjectNode body = written.body();
        for (String field : losses.unwanted(deployment)) {
            if (body.remove(field) != null) {
                call.dropped().add(field);
            }
        }
        body.remove(call.outline().forGateway);
        losses.refuseOrDrop(call, deployment, written.losses());
        edits.applyTo(body);
        Members.cut(edits.members(), call, body);
        return Buffer.buffer(Json.bytes(body));
    }

    private static Target target(Call call, Deployment deployment) {
        Long limit = deployment.tokens().maxTokens() != null ? deployment.tokens().maxTokens()
                : deployment.tokens().maxOutputTokens();
        String model = deployment.model(call.getModel());
        return new Target(model, deployment.base(model), maker(deployment), call.operation(),
                limit == null ? 0 : limit.intValue());
    }

    /** Whose checks a request meets: behind Vertex AI Mistral's are Mistral's own. */
    private static String maker(Deployment deployment) {
        return deployment.api() == Api.VERTEX_MISTRAL ? "mistral" : deployment.provider();
    }
}
