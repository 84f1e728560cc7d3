package io.github.llmgateway.provider;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Outgoing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.embedding.EmbeddingFormat;
import io.github.llmgateway.embedding.EmbeddingRequest;
import io.github.llmgateway.upstream.Outbound;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns a request for embeddings into those that the provider shall get: a list of {@link Outgoing}, each with as many
 * of the texts as the model takes at a time. What the model's format cannot say is dropped and named in a header, or
 * refused with 400 unless {@code drop_params} says to drop it.
 */
public final class EmbeddingWriter implements Processor, NonBlocking {

    private final EmbeddingFormat.Choice choice;
    private final Outbound outbound;
    private final LossPolicy losses;

    /** Writes in the format that {@code choice} finds for the model. */
    public EmbeddingWriter(EmbeddingFormat.Choice choice, Outbound outbound, GatewayConfig config) {
        this.choice = choice;
        this.outbound = outbound;
        this.losses = new LossPolicy(config);
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Call call = Call.of(exchange);
        if (call.operation() != Operation.EMBEDDING) {
            throw Failure.of(FailureKind.INVALID_REQUEST, "The model " + call.getModel() + " answers requests for "
                    + "embeddings only (/v1/embeddings).").withParam("model");
        }
        Deployment deployment = outbound.deployment(call.attempt().deployment());
        String model = deployment.model(call.getModel());
        EmbeddingFormat format = choice.of(deployment.base(model));
        EmbeddingRequest asked = read(call, deployment);
        losses.refuseOrDrop(call, deployment, format.losses(asked));
        List<Outgoing> requests = new ArrayList<>();
        for (List<String> texts : format.portions(asked.texts())) {
            requests.add(new Outgoing(Operation.EMBEDDING, model,
                    Buffer.buffer(format.write(texts, asked.options(), model)), false, false, HttpHeaders.headers()));
        }
        new EmbeddingTry(format, asked, call.attempt()).travelWith(exchange);
        exchange.getMessage().setBody(requests);
    }

    private EmbeddingRequest read(Call call, Deployment deployment) throws Failure {
        Set<String> without = new HashSet<>(call.outline().forGateway);
        for (String unwanted : losses.unwanted(deployment)) {
            if (call.outline().field(unwanted) != null) {
                call.dropped().add(unwanted);
            }
            without.add(unwanted);
        }
        byte[] body = call.outline().withoutTags == null ? call.content().toArray()
                : call.content().with(List.of(call.outline().withoutTags)).getBytes();
        return EmbeddingRequest.read(body, without);
    }
}
