package io.github.llmgateway.media;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Message;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Document;
import io.github.llmgateway.chat.ContentBlock.Image;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The pictures and documents of a neutral conversation that are given by their addresses. */
final class Addresses {

    private Addresses() {
    }

    /** All of them, in order. */
    static List<Wanted> in(ChatRequest conversation) {
        List<Wanted> wanted = new ArrayList<>();
        changed(conversation, (source, at) -> {
            if (source instanceof Source.Url url) {
                wanted.add(new Wanted(url.url(), at.document(), at.field()));
            }
            return source;
        });
        return wanted;
    }

    /** The conversation with what was fetched in the place of the addresses. */
    static ChatRequest replaced(ChatRequest conversation, Map<String, Media> fetched) {
        return changed(conversation, (source, at) -> source instanceof Source.Url url && fetched.containsKey(url.url())
                ? fetched.get(url.url()).source() : source);
    }

    /** Where a source stands. */
    private record At(boolean document, String field) {
    }

    private static ChatRequest changed(ChatRequest said, BiFunction<Source, At, Source> change) {
        List<Message> messages = new ArrayList<>(said.messages().size());
        for (int i = 0; i < said.messages().size(); i++) {
            Message message = said.messages().get(i);
            messages.add(new Message(message.role(), blocks(message.content(), "messages[" + i + "].content", change)));
        }
        return new ChatRequest(said.model(), said.system(), messages, said.tools(), said.toolChoice(),
                said.parallelTools(), said.maxTokens(), said.sampling(), said.stopSequences(), said.reasoning(),
                said.outputFormat(), said.stream(), said.includeUsage(), said.metadata(), said.serviceTier(),
                said.extras());
    }

    private static List<ContentBlock> blocks(List<ContentBlock> blocks, String field,
            BiFunction<Source, At, Source> change) {
        List<ContentBlock> changed = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            changed.add(block(blocks.get(i), field + "[" + i + "]", change));
        }
        return changed;
    }

    private static ContentBlock block(ContentBlock block, String field, BiFunction<Source, At, Source> change) {
        if (block instanceof Image image) {
            return new Image(change.apply(image.source(), new At(false, field)), image.detail(), image.cacheControl());
        } else if (block instanceof Document document) {
            Source source = document.source() instanceof Source.Blocks inner
                    ? new Source.Blocks(blocks(inner.blocks(), field + ".source.content", change))
                    : change.apply(document.source(), new At(true, field));
            return new Document(source, document.filename(), document.title(), document.context(),
                    document.citations(), document.cacheControl());
        } else if (block instanceof ToolResult result) {
            return new ToolResult(result.toolUseId(), blocks(result.content(), field + ".content", change),
                    result.error(), result.cacheControl());
        }
        return block;
    }
}
