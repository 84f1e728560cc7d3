package io.github.llmgateway.dialect;

import com.fasterxml.jackson.core.JsonToken;
import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * The part of a scan that knows the tags by which a request chooses among deployments. They stand where LiteLLM's
 * clients put them (docs.litellm.ai/docs/proxy/tag_routing): {@code tags}, {@code metadata.tags},
 * {@code litellm_metadata.tags}.
 */
public abstract class TaggedScanner extends Scanner {

    private static final String TAGS = "tags";
    private static final int MAX_TAGS = 64;
    private static final int LONGEST_TAG = 256;
    private static final byte[] NOTHING = { };

    /** Prepares a scan of {@code body}, which must not change meanwhile. */
    protected TaggedScanner(Content body, int maxDepth) throws Failure {
        super(body, maxDepth);
    }

    /**
     * Passes over {@code metadata}. A list {@code tags} in it is no provider's: the tags are noted, and
     * how the list is taken out. All other members go to {@link #metadataMember}.
     */
    protected final void metadata() throws IOException, Failure {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        int tags = -1;
        int before = -1;
        int behind = -1;
        while (next() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int start = offset();
            if (tags >= 0) {
                outline.withoutTags = new Splice(tags, start, NOTHING);
                tags = -1;
            }
            if (next() == JsonToken.START_ARRAY && name.equals(TAGS)) {
                tags();
                tags = start;
                before = behind;
            } else {
                metadataMember(name);
            }
            parser.finishToken();
            behind = end();
        }
        if (tags >= 0) {
            outline.withoutTags = new Splice(before >= 0 ? before : tags, behind, NOTHING);
        }
    }

    /** A member of {@code metadata}; leave the parser on the value's last token. */
    protected void metadataMember(String name) throws IOException, Failure {
        skip();
    }

    /**
     * A top-level field that is LiteLLM's: {@code tags}, a list or one string, or {@code litellm_metadata} with such a
     * list in it. No provider gets it.
     */
    protected final void forGateway(String field) throws IOException, Failure {
        if (!field.equals(TAGS)) {
            Splice inMetadata = outline.withoutTags;
            metadata();
            outline.withoutTags = inMetadata;
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            tag();
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            tags();
        } else {
            skip();
        }
        Set<String> fields = new HashSet<>(outline.forGateway);
        fields.add(field);
        outline.forGateway = fields;
    }

    private void tags() throws IOException, Failure {
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                tag();
            } else {
                skip();
            }
        }
    }

    private void tag() throws IOException, Failure {
        String tag = parser.getText();
        if (outline.tags.size() == MAX_TAGS || tag.length() > LONGEST_TAG) {
            throw Failure.badRequest("tags: must be at most " + MAX_TAGS + " of at most " + LONGEST_TAG
                    + " characters.", TAGS);
        }
        if (outline.tags.isEmpty()) {
            outline.tags = new ArrayList<>(4);
        }
        outline.tags.add(tag);
    }
}
