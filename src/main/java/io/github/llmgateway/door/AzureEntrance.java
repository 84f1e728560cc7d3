package io.github.llmgateway.door;

import io.github.llmgateway.call.NonBlocking;
import io.github.llmgateway.call.Passing;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.framing.Framing;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The door of Azure OpenAI with an API version: {@code …/openai/deployments/DEPLOYMENT/OPERATION} (Azure OpenAI REST
 * API reference). The deployment in the path is the model asked for. What is no conversation passes as it came.
 */
public final class AzureEntrance implements Processor, NonBlocking {

    private static final Pattern PATH = Pattern.compile(".*/openai/deployments/([^/]+)(/.+?)/?");

    private final Dialect openai;

    /** The door for OpenAI's payloads. */
    public AzureEntrance(Dialect openai) {
        this.openai = openai;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Matcher path = PATH.matcher(RequestPath.of(exchange));
        if (!path.matches()) {
            new Way(openai, Operation.CHAT, Asked.IN_BODY, Framing.SSE).take(exchange);
            throw Failure.of(FailureKind.NOT_FOUND, "There is nothing at this path; Azure OpenAI's are "
                    + "/openai/deployments/DEPLOYMENT/chat/completions and its siblings.");
        }
        Operation operation = switch (path.group(2)) {
            case "/chat/completions" -> Operation.CHAT;
            case "/completions" -> Operation.COMPLETION;
            case "/embeddings" -> Operation.EMBEDDING;
            default -> Operation.PASSAGE;
        };
        if (operation == Operation.PASSAGE) {
            exchange.setProperty(Passing.PROVIDER, "azure");
            exchange.setProperty(Passing.PATH, "/openai/deployments/{model}" + path.group(2));
        }
        new Way(openai, operation, new Asked(RequestPath.decoded(path.group(1)), null), Framing.SSE).take(exchange);
    }
}
