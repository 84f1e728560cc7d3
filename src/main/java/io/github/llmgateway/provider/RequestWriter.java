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
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns the call into what the provider shall get: the same bytes with the model's name spliced in where the client
 * speaks the provider's dialect, else the conversation written anew. What the provider's dialect cannot say is dropped
 * and named in a header, or refused with 400 unless {@code drop_params} says to drop it.
 */
public final class RequestWriter implements Processor, NonBlocking {

    private final Dialect dialect;
    private final Outbound outbound;
    private final GatewayConfig config;

    /** Writes in {@code dialect}. */
    public RequestWriter(Dialect dialect, Outbound outbound, GatewayConfig config) {
        this.dialect = dialect;
        this.outbound = outbound;
        this.config = config;
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
        Buffer body = same ? spliced(call, deployment) : translated(call, deployment);
        exchange.getMessage().setBody(new Outgoing(call.operation(), body, call.isStream(), same));
    }

    private Buffer spliced(Call call, Deployment deployment) {
        Outline outline = call.outline();
        List<Splice> splices = new ArrayList<>(
                dialect.address(outline, call.operation(), target(call, deployment)));
        splices.addAll(call.attempt().splices());
        if (outline.withoutTags != null) {
            splices.add(outline.withoutTags);
        }
        List<String> unwanted = unwanted(deployment);
        if (!unwanted.isEmpty() || !outline.forGateway.isEmpty()) {
            Set<String> out = new HashSet<>(outline.forGateway);
            out.addAll(unwanted);
            List<Splice> removals = Splices.removals(outline, out);
            splices.removeIf(change -> Splices.within(change, removals));
            splices.addAll(removals);
            unwanted.stream().filter(each -> outline.field(each) != null).forEach(call.dropped()::add);
        }
        return call.content().with(splices);
    }

    private Buffer translated(Call call, Deployment deployment) throws Failure {
        if (call.operation() != Operation.CHAT && call.operation() != Operation.COUNT_TOKENS) {
            throw Failure.of(FailureKind.INVALID_REQUEST, "The model " + call.getModel()
                    + " answers conversations only (provider " + deployment.provider() + ").").withParam("model");
        }
        ChatRequest said = call.attempt().rewritten(call.conversation());
        Written written = dialect.write(said, target(call, deployment));
        call.attempt().written(written);
        ObjectNode body = written.body();
        List<String> unwanted = unwanted(deployment);
        for (String field : unwanted) {
            if (body.remove(field) != null) {
                call.dropped().add(field);
            }
        }
        body.remove(call.outline().forGateway);
        refuseOrDrop(call, deployment, written, unwanted);
        return Buffer.buffer(Json.bytes(body));
    }

    private static Target target(Call call, Deployment deployment) {
        Long limit = deployment.tokens().maxTokens() != null ? deployment.tokens().maxTokens()
                : deployment.tokens().maxOutputTokens();
        return new Target(ModelName.of(deployment, call.getModel()), deployment.provider(), call.operation(),
                limit == null ? 0 : limit.intValue());
    }

    private void refuseOrDrop(Call call, Deployment deployment, Written written, List<String> unwanted)
            throws Failure {
        Boolean own = deployment.edits().dropParams();
        boolean drop = own != null ? own : config.translation().dropParams();
        for (Loss loss : written.losses()) {
            if (call.outline().forGateway.contains(loss.field())) {
                continue;
            }
            if (!loss.harmless() && !drop && !unwanted.contains(loss.field())) {
                throw Failure.badRequest(loss.field() + ": " + loss.reason() + " (model " + call.getModel()
                        + ", provider " + deployment.provider() + "). Leave it out, or let the operator set "
                        + "drop_params: true.", loss.field());
            }
            call.dropped().add(loss.field());
        }
    }

    private List<String> unwanted(Deployment deployment) {
        List<String> everywhere = config.translation().additionalDropParams();
        List<String> here = deployment.edits().additionalDropParams();
        if (everywhere.isEmpty()) {
            return here;
        }
        List<String> both = new ArrayList<>(everywhere);
        both.addAll(here);
        return both;
    }
}
