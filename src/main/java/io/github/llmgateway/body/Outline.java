package io.github.llmgateway.body;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What one scan of a request body found. Filled by a dialect's scanner, read by policies and by pass-through; offsets
 * count bytes from the start of the body. Written once by one thread, then only read.
 */
public final class Outline {

    /**
     * A top-level field.
     *
     * @param name  its name
     * @param start offset of the name's opening quote
     * @param value offset of the value's first byte
     * @param end   offset behind the value's last byte
     */
    public record Field(String name, int start, int value, int end) {
    }

    /** From {@code start} up to {@code end}. */
    public record Span(int start, int end) {
    }

    private static final int MAX_FIELDS = 256;

    private final List<Field> fields = new ArrayList<>(16);

    /** The model asked for; null: none. */
    public String model;
    /** Whether the client wants events. */
    public boolean stream;
    /** Whether a client of OpenAI's format asked for usage in its stream. */
    public boolean includeUsage;
    /** The change by which a stream reports its usage although the client did not ask; null: none is needed. */
    public Splice askForUsage;
    /** The first byte after the opening brace, where a field may be put in. */
    public int afterBrace;
    /** The client's bound of answer tokens; 0: not said. */
    public int maxTokens;
    /** How many messages there are. */
    public int messages;
    /** Whether tools are offered. */
    public boolean tools;
    /** How many tools the provider defines and most of which it runs. */
    public int serverTools;
    /** Names of tools whose input is free text instead of JSON (OpenAI's {@code custom}). */
    public Set<String> freeformTools = Set.of();
    /** Names under which tools stand together (OpenAI's {@code namespace}). */
    public Set<String> toolNamespaces = Set.of();
    /** The changes by which thoughts that another maker has signed are left out, for their provider refuses them. */
    public List<Splice> foreignThoughts = List.of();
    /** Whether Claude's API would refuse the thinking asked for: a tool loop began without a thought of Claude's. */
    public boolean refusesThinking;
    /** The blocks by which tools are added and withdrawn in mid-conversation (a beta of Anthropic's). */
    public List<Span> toolChanges = List.of();
    /** Whether single messages say something of the effort (a beta of Anthropic's). */
    public boolean perTurnControls;
    /** Whether a picture is in it. */
    public boolean images;
    /** Whether a PDF or another file is in it. */
    public boolean documents;
    /** The pictures and documents that are given by their addresses; null: this dialect's scan does not tell. */
    public List<MediaUrl> mediaUrls;
    /** Whether thinking is asked for. */
    public boolean thinking;
    /** Bytes of text (JSON-escaped) that the model will see: texts, tool definitions, tool inputs and results. */
    public long textBytes;
    /** The longest cache mark in it, in seconds; 0: none. */
    public int cacheTtlSeconds;
    /** Equal for all requests of one conversation: digest of system, tools and the first user message. */
    public long conversation;
    /** The end-user or session that the body names, as a hash; 0: none. */
    public long user;
    /** The tags by which the body chooses among deployments, in its order; empty: none. */
    public List<String> tags = List.of();
    /** Top-level fields that are meant for the gateway alone: no provider gets them. */
    public Set<String> forGateway = Set.of();
    /** What takes a member that is meant for the gateway alone out of a field; null: there is none. */
    public Splice withoutTags;
    /** Whether the client is one that cares for its prompt's cache itself, also where it sets no mark. */
    public boolean cachesItself;
    /** Where cache marks could be put in; null: the dialect has none. */
    public CachePlaces cachePlaces;

    /** Called by a scanner for each top-level field, in order; false: there are more than any API has. */
    public boolean add(Field field) {
        return fields.size() < MAX_FIELDS && fields.add(field);
    }

    /** The top-level fields in the order of the body. */
    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    /** The field of that name; null: there is none. Of several of one name, the last, as JSON parsers take it. */
    public Field field(String name) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).name().equals(name)) {
                return fields.get(i);
            }
        }
        return null;
    }

    /**
     * The prompt's size in tokens, estimated so that it errs high: three bytes a token, 1,600 tokens a picture
     * (Anthropic's documentation gives about 1,590 for the largest), 3,000 a document, 600 for what a provider says
     * before tools (recorded of Claude: 550) and 1,600 for each that it defines itself (its memory: 1,550).
     */
    public long promptTokens() {
        return textBytes / 3 + 4L * messages + (images ? 1600 : 0) + (documents ? 3000 : 0) + (tools ? 600 : 0)
                + 1600L * serverTools + 8;
    }
}
