package io.github.llmgateway.passage;

import io.github.llmgateway.body.Splice;
import io.github.llmgateway.call.Attempt;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Passing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.config.Deployment;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.AnyBody;
import io.github.llmgateway.provider.BedrockEnvelope;
import io.github.llmgateway.routing.Attempts;
import io.github.llmgateway.routing.Fleet;
import io.github.llmgateway.upstream.Address;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Makes a {@link Call} that is no conversation a {@link Passing}: chooses its deployment, whose id it puts into the
 * exchange property {@value #DEPLOYMENT}, and changes nothing of its body but a model's name. The route says by the
 * properties {@link Passing#PROVIDER} and {@link Passing#PREFIX} whose it is; without a prefix the group that the body
 * names decides, and the provider where it names none. Where a path names the model, {@link Passing#PATH} says how.
 */
public final class PassageWriter implements Processor, NonBlocking {

    /** The exchange property with the id of the deployment that has been chosen. */
    public static final String DEPLOYMENT = "deployment";

    private final DeploymentChoice choice;
    private final Attempts attempts;

    /** Passes to the deployments of {@code config}. */
    public PassageWriter(GatewayConfig config, Fleet fleet) {
        this.choice = new DeploymentChoice(config, fleet);
        this.attempts = new Attempts(config, fleet);
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Call call = Call.of(exchange);
        Message message = exchange.getMessage();
        String template = exchange.getProperty(Passing.PATH, String.class);
        String prefix = exchange.getProperty(Passing.PREFIX, String.class);
        Chosen chosen = choose(exchange, call, prefix, template);
        Deployment deployment = chosen.deployment();
        String model = chosen.named() ? deployment.model(call.getModel()) : null;
        String segment = model == null ? "" : Address.segment(model);
        String asked = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        String path = template != null && chosen.named() ? template.replace("{model}", segment)
                : prefix == null ? versioned(asked) : without(prefix, asked);
        List<Splice> splices = model == null ? List.of()
                : AnyBody.address(call.content(), call.outline(), call.getModel(), model);
        MultiMap headers = ClientHeaders.of(call.headers());
        BedrockEnvelope.demanded(deployment.parameters()).forEach(headers::set);
        Passing passing = new Passing(method(message), PassageAddress.of(deployment, path, call.query(), segment),
                body(call, splices), headers);
        Attempt attempt = attempts.open(deployment, PassageWriter::ofTheDeployment);
        call.attempt(attempt);
        exchange.setProperty(DEPLOYMENT, deployment.id());
        message.setBody(passing);
    }

    private Chosen choose(Exchange exchange, Call call, String prefix, String template) throws Failure {
        List<String> providers = Arrays.stream(exchange.getProperty(Passing.PROVIDER, "", String.class).split(","))
                .map(String::strip).toList();
        String model = call.getModel();
        boolean anybodys = template == null && prefix == null && model != null;
        boolean ofGroup = anybodys || template != null && (prefix == null || !choice.theirOwn(model, providers));
        return ofGroup ? choice.ofGroup(model, providers, anybodys,
                exchange.getProperty(Passing.ELSEWHERE, "", String.class)) : choice.ofProvider(model, providers);
    }

    /** A server that echoes what it got would show the client the deployment's key. */
    private static HttpMethod method(Message message) throws Failure {
        String name = message.getHeader(Exchange.HTTP_METHOD, "POST", String.class);
        if (name.equals("TRACE") || name.equals("CONNECT")) {
            throw Failure.of(FailureKind.METHOD, name + " does not pass through.");
        }
        return HttpMethod.valueOf(name);
    }

    private static String without(String prefix, String path) {
        // A path that the router has understood in another way than it is written has another beginning.
        return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
    }

    /** The gateway's own paths are there with and without their version, the provider's may be not. */
    private static String versioned(String path) {
        return path.startsWith("/v1/") ? path : "/v1" + path;
    }

    private static Buffer body(Call call, List<Splice> splices) {
        return call.content().length() == 0 ? Buffer.buffer() : call.content().with(splices);
    }

    /**
     * A deployment is not to blame, and must not rest, for what a client asks for at a path of its own choice: things
     * that are not there or not allowed, limits of that path.
     */
    private static boolean ofTheDeployment(Failure failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE, OVERLOADED, API_ERROR, TIMEOUT -> true;
            default -> false;
        };
    }
}
