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
 * The door of Vertex AI and of the Gemini API: {@code …/publishers/PUBLISHER/models/MODEL:VERB} and
 * {@code …/models/MODEL:VERB} (Vertex AI REST reference, {@code projects.locations.publishers.models}; Gemini API
 * reference, {@code models}). Project and location are the client's own affair: the deployment has its own. Embeddings
 * pass as they came, to deployments of the API whose path it is; so does what else there is below a provider's prefix.
 */
public final class VertexEntrance implements Processor, NonBlocking {

    private static final Pattern PATH = Pattern.compile("/(?:publishers/([^/]+)/)?models/(.+):([A-Za-z]+)$");
    private static final String COUNT = "count-tokens";

    private final Dialect anthropic;
    private final Dialect gemini;

    /** The door for Claude's payloads and Gemini's. */
    public VertexEntrance(Dialect anthropic, Dialect gemini) {
        this.anthropic = anthropic;
        this.gemini = gemini;
    }

    @Override
    public void process(Exchange exchange) throws Failure {
        Matcher path = PATH.matcher(RequestPath.of(exchange));
        Way way = path.find() ? way(path.group(1), RequestPath.decoded(path.group(2)), path.group(3), exchange) : null;
        if (way == null && exchange.getProperty(Passing.PREFIX) != null) {
            way = new Way(gemini, Operation.PASSAGE, Asked.IN_BODY, Framing.SSE);
        } else if (way == null) {
            new Way(gemini, Operation.CHAT, Asked.IN_BODY, Framing.SSE).take(exchange);
            throw Failure.of(FailureKind.NOT_FOUND, "There is nothing at this path; Vertex AI's are "
                    + "…/publishers/anthropic/models/MODEL:rawPredict or :streamRawPredict and "
                    + "…/publishers/google/models/MODEL:generateContent, :streamGenerateContent, :countTokens, :predict or "
                    + ":embedContent.");
        } else if (way.operation() == Operation.PASSAGE) {
            boolean vertex = path.group(1) != null;
            exchange.setProperty(Passing.PROVIDER, vertex ? "vertex_ai" : "gemini");
            exchange.setProperty(Passing.PATH, (vertex ? "/publishers/google" : "") + "/models/{model}:" + path.group(3));
            exchange.setProperty(Passing.ELSEWHERE, "The embeddings of any provider's model are at /v1/embeddings.");
        }
        way.take(exchange);
    }

    private Way way(String publisher, String model, String verb, Exchange exchange) {
        return switch (verb) {
            case "rawPredict" -> !"anthropic".equals(publisher) ? null : model.equals(COUNT)
                    ? new Way(anthropic, Operation.COUNT_TOKENS, Asked.IN_BODY, Framing.SSE)
                    : new Way(anthropic, Operation.CHAT, new Asked(model, null), Framing.SSE);
            case "streamRawPredict" -> !"anthropic".equals(publisher) ? null
                    : new Way(anthropic, Operation.CHAT, new Asked(model, null), Framing.SSE);
            case "generateContent" -> new Way(gemini, Operation.CHAT, new Asked(model, false), Framing.SSE);
            case "streamGenerateContent" -> new Way(gemini, Operation.CHAT, new Asked(model, true), framing(exchange));
            case "countTokens" -> new Way(gemini, Operation.COUNT_TOKENS, new Asked(model, false), Framing.SSE);
            case "predict", "embedContent", "batchEmbedContents" -> embeds(publisher, exchange)
                    ? new Way(gemini, Operation.PASSAGE, new Asked(model, null), Framing.SSE) : null;
            default -> null;
        };
    }

    /** What Vertex AI has without a publisher is a user's own. */
    private static boolean embeds(String publisher, Exchange exchange) {
        return publisher == null ? !"vertex_ai".equals(exchange.getProperty(Passing.PROVIDER))
                : publisher.equals("google");
    }

    /** Without {@code alt=sse} Google streams one JSON array. */
    private static Framing framing(Exchange exchange) {
        String query = RequestPath.query(exchange);
        return query != null && query.contains("alt=sse") ? Framing.SSE : Framing.JSON_ARRAY;
    }
}
