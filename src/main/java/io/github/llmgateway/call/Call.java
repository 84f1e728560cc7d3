package io.github.llmgateway.call;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.framing.Framing;
import io.vertx.core.MultiMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.VariableAware;

/**
 * One request on its way through the pipeline: the message body until an {@link Answer} takes its place, and the
 * exchange property {@code call} to the end. Routes read it in predicates: {@code ${body.model}},
 * {@code ${body.stream}}, {@code ${body.promptTokens}}, {@code ${body.images}}. Confined to the exchange's event loop.
 */
public final class Call {

    /** The exchange property under which a call travels. */
    public static final String PROPERTY = "call";
    /** The exchange property with the request's id. */
    public static final String REQUEST_ID = "requestId";
    /** The exchange property with the alias of the client's key, set before the request is read. */
    public static final String KEY_ALIAS = "keyAlias";
    /** The exchange property with an authorization of the client's that may go to the provider. */
    public static final String FORWARDED_AUTHORIZATION = "forwardedAuthorization";

    private final String id;
    private final String door;
    private final Dialect dialect;
    private final Operation operation;
    private final MultiMap headers;
    private final Content content;
    private final Outline outline;
    private final Course course;

    private Framing framing = Framing.SSE;
    private String query;
    private List<String> tags;
    private String group;
    private String keyAlias;
    private ChatRequest conversation;
    private Attempt attempt;
    private int retries;
    private int fallbacks;
    private boolean cancelled;
    private Runnable cancellation;
    private MultiMap answerHeaders;
    private String forwardedAuthorization;
    private final Set<String> dropped = new LinkedHashSet<>(2);

    /**
     * A request as it came in.
     *
     * @param id        the request's id, for headers and logs
     * @param door      the name of the door: the route that accepted it
     * @param dialect   the client's dialect
     * @param operation what is asked
     * @param headers   the client's headers, read-only
     * @param content   the body
     * @param outline   what a scan found in it
     * @param course    how it has fared so far
     */
    public Call(String id, String door, Dialect dialect, Operation operation, MultiMap headers, Content content,
            Outline outline, Course course) {
        this.id = id;
        this.door = door;
        this.dialect = dialect;
        this.operation = operation;
        this.headers = headers;
        this.content = content;
        this.outline = outline;
        this.course = course;
    }

    /**
     * The call of an exchange; null if it has none. No public method here takes an {@link Exchange} by that type, nor any
     * other that Camel's bean component fills by itself: with such a method in it, that component keeps what it knows of a
     * class by instance, so each {@code ${body.…}} of a route would reflect anew and the last thousand requests be held.
     */
    public static Call of(VariableAware exchange) {
        return (Call) ((Exchange) exchange).getProperty(PROPERTY);
    }

    public String getId() {
        return id;
    }

    public String getDoor() {
        return door;
    }

    /** The client's dialect. */
    public Dialect dialect() {
        return dialect;
    }

    /** The name of the client's dialect. */
    public String getDialect() {
        return dialect.name();
    }

    /** How the client wants the events of a streamed answer to stand on the wire. */
    public Framing framing() {
        return framing;
    }

    /** Notes the client's framing, where it is none of server-sent events. */
    public void framing(Framing wanted) {
        framing = wanted;
    }

    /** What is asked. */
    public Operation operation() {
        return operation;
    }

    /** The client's headers. */
    public MultiMap headers() {
        return headers;
    }

    /** The request's query, as {@code beta=true}; null: none. */
    public String query() {
        return query;
    }

    /** Notes the request's query. */
    public void query(String asked) {
        query = asked;
    }

    /** The body as it came. */
    public Content content() {
        return content;
    }

    /** What the scan found. */
    public Outline outline() {
        return outline;
    }

    /** The model asked for. */
    public String getModel() {
        return outline.model;
    }

    /** Whether the client wants events. Counts and vectors never come as such, whatever the body says. */
    public boolean isStream() {
        return outline.stream && (operation == Operation.CHAT || operation == Operation.COMPLETION);
    }

    /** Whether tokens are to be counted and nothing else. */
    public boolean isCountTokens() {
        return operation == Operation.COUNT_TOKENS;
    }

    /** Whether thinking is asked for. */
    public boolean isThinking() {
        return outline.thinking;
    }

    /** Whether a picture is in the prompt. */
    public boolean isImages() {
        return outline.images;
    }

    /** Whether a PDF or another file is in the prompt. */
    public boolean isDocuments() {
        return outline.documents;
    }

    /** Whether tools are offered. */
    public boolean isTools() {
        return outline.tools;
    }

    /**
     * The tags by which the client chooses among deployments: those of its body, then those of the header
     * {@code x-litellm-tags}, separated by commas.
     */
    public List<String> getTags() {
        if (tags == null) {
            String header = headers.get("x-litellm-tags");
            tags = header == null ? outline.tags
                    : Stream.concat(outline.tags.stream(), Stream.of(header.split(",")).map(String::strip))
                            .filter(tag -> !tag.isEmpty()).distinct().toList();
        }
        return tags;
    }

    /** The prompt's size in tokens, an estimate that errs high. */
    public long getPromptTokens() {
        return outline.promptTokens();
    }

    /** The model group that answers; null until it is resolved. */
    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    /** Who asks: the alias of the client's key; null: no key is needed. */
    public String getKeyAlias() {
        return keyAlias;
    }

    /**
     * Takes over what authentication found out before the request was read: the values of {@link #KEY_ALIAS} and
     * {@link #FORWARDED_AUTHORIZATION}.
     */
    public void identify(String alias, String authorization) {
        keyAlias = alias;
        forwardedAuthorization = authorization;
    }

    /** The body as a neutral conversation, read when first wanted. */
    public ChatRequest conversation() throws Failure {
        if (conversation == null) {
            byte[] bytes = outline.withoutTags == null ? content.toArray()
                    : content.with(List.of(outline.withoutTags)).getBytes();
            conversation = dialect.read(bytes).asked(outline.model, isStream());
        }
        return conversation;
    }

    /** What an answer's writer must know. */
    public Reply reply() {
        return new Reply(outline.model, outline.includeUsage, outline.promptTokens(), outline.freeformTools,
                outline.toolNamespaces);
    }

    /** The try under way, or the last one; null: none yet. */
    public Attempt attempt() {
        return attempt;
    }

    /** Opens a try. */
    public void attempt(Attempt opened) {
        attempt = opened;
    }

    /** Tries after the first in the groups asked. */
    public int retries() {
        return retries;
    }

    /** Counts a further try. */
    public void countRetry() {
        retries++;
    }

    /** Groups asked after the first. */
    public int fallbacks() {
        return fallbacks;
    }

    /** Counts a further group. */
    public void countFallback() {
        fallbacks++;
    }

    /** Fields left out on the way to a provider that does not know them. */
    public Set<String> dropped() {
        return dropped;
    }

    /** How it fares. */
    public Course course() {
        return course;
    }

    /** Headers of the provider's last answer that the client shall see, also if it is an error; null: none. */
    public MultiMap answerHeaders() {
        return answerHeaders;
    }

    public void answerHeaders(MultiMap headers) {
        answerHeaders = headers;
    }

    /** An authorization of the client's that may go to the provider; null: none may. */
    public String forwardedAuthorization() {
        return forwardedAuthorization;
    }

    /** What ends the call under way if the client leaves; replaces what was there. */
    public void onCancel(Runnable what) {
        cancellation = what;
        if (cancelled) {
            what.run();
        }
    }

    /** The client has left: ends the call under way. */
    public void cancel() {
        cancelled = true;
        if (cancellation != null) {
            cancellation.run();
        }
    }

    /** Whether the client has left. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Id, door and model: nothing of the content. */
    @Override
    public String toString() {
        return "Call[" + id + ", " + door + ", " + outline.model + "]";
    }
}
