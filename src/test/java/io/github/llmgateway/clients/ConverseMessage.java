package io.github.llmgateway.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/**
 * An answer of Converse, whole or gathered from a stream, for which AWS' SDK has no accumulator.
 *
 * @param message what was said, to be sent back
 * @param stop    why it ended
 * @param usage   the tokens
 */
record ConverseMessage(Message message, StopReason stop, TokenUsage usage) {

    /** One that came whole. */
    static ConverseMessage of(ConverseResponse response) {
        return new ConverseMessage(response.output().message(), response.stopReason(), response.usage());
    }

    /** One from a stream, which is read to its end. */
    static ConverseMessage streamed(BedrockRuntimeAsyncClient client, ConverseStreamRequest request)
            throws ExecutionException, InterruptedException, TimeoutException {
        Gathering gathering = new Gathering();
        client.converseStream(request, ConverseStreamResponseHandler.builder().subscriber(
                ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockStart(start -> gathering.tool = start.start().toolUse() == null ? null
                                : ToolUseBlock.builder().toolUseId(start.start().toolUse().toolUseId())
                                        .name(start.start().toolUse().name()))
                        .onContentBlockDelta(delta -> gathering.add(delta.delta()))
                        .onContentBlockStop(stop -> gathering.endBlock())
                        .onMessageStop(stop -> gathering.stop = stop.stopReason())
                        .onMetadata(metadata -> gathering.usage = metadata.usage()).build()).build())
                .get(20, TimeUnit.SECONDS);
        return new ConverseMessage(Message.builder().role(ConversationRole.ASSISTANT).content(gathering.blocks).build(),
                gathering.stop, gathering.usage);
    }

    /** All texts. */
    String text() {
        return message.content().stream().filter(block -> block.text() != null).map(ContentBlock::text)
                .reduce("", String::concat);
    }

    /** All calls of tools. */
    List<ToolUseBlock> calls() {
        return message.content().stream().map(ContentBlock::toolUse).filter(use -> use != null).toList();
    }

    /** A stream's blocks as they grow; the SDK delivers one event at a time. */
    private static final class Gathering {

        private final List<ContentBlock> blocks = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thought = new StringBuilder();
        private final StringBuilder input = new StringBuilder();
        private ToolUseBlock.Builder tool;
        private String signature;
        private StopReason stop;
        private TokenUsage usage;

        void add(ContentBlockDelta delta) {
            if (delta.text() != null) {
                text.append(delta.text());
            } else if (delta.toolUse() != null) {
                input.append(delta.toolUse().input());
            } else if (delta.reasoningContent() != null) {
                thought.append(delta.reasoningContent().text() == null ? "" : delta.reasoningContent().text());
                signature = delta.reasoningContent().signature() == null ? signature
                        : delta.reasoningContent().signature();
            }
        }

        void endBlock() {
            if (tool != null) {
                blocks.add(ContentBlock.fromToolUse(tool.input(document(input)).build()));
            } else if (!thought.isEmpty() || signature != null) {
                blocks.add(ContentBlock.builder().reasoningContent(reasoning -> reasoning.reasoningText(said -> said
                        .text(thought.toString()).signature(signature))).build());
            } else {
                blocks.add(ContentBlock.fromText(text.toString()));
            }
            tool = null;
            signature = null;
            text.setLength(0);
            thought.setLength(0);
            input.setLength(0);
        }

        private static Document document(CharSequence json) {
            return document(JsonNode.parser().parse(json.length() == 0 ? "{}" : json.toString()));
        }

        private static Document document(JsonNode node) {
            if (node.isObject()) {
                Document.MapBuilder map = Document.mapBuilder();
                node.asObject().forEach((name, value) -> map.putDocument(name, document(value)));
                return map.build();
            }
            return node.isNumber() ? Document.fromNumber(node.asNumber()) : Document.fromString(node.asString());
        }
    }
}
