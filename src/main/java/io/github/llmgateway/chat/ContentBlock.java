package io.github.llmgateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A piece of a message. Blocks keep their order and their cache marks through every translation.
 *
 * <p>{@code cacheControl} is the client's cache mark on the block, opaque, or null.
 */
public sealed interface ContentBlock {

    /** The cache mark on the block; null: none. */
    default JsonNode cacheControl() {
        return null;
    }

    /** Plain text. {@code citations}: opaque, null where there are none. */
    record Text(String text, JsonNode cacheControl, JsonNode citations) implements ContentBlock {
        /** Text without marks. */
        public Text(String text) {
            this(text, null, null);
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /** A picture. {@code detail}: OpenAI's level of detail, null: not said. */
    record Image(Source source, String detail, JsonNode cacheControl) implements ContentBlock {
    }

    /** A PDF, a text or another file. Names are null where not said. */
    record Document(Source source, String filename, String title, String context, JsonNode citations,
            JsonNode cacheControl) implements ContentBlock {
    }

    /** Sound. {@code format}: wav, mp3. */
    record Audio(String format, String base64) implements ContentBlock {
        @Override
        public String toString() {
            return "Audio[" + format + "]";
        }
    }

    /** The model calls a tool. {@code input}: its JSON text, an object; kept as text so that numbers keep their digits. */
    record ToolUse(String id, String name, String input, JsonNode cacheControl) implements ContentBlock {
        @Override
        public String toString() {
            return "ToolUse[" + name + "]";
        }
    }

    /** What a tool answered. */
    record ToolResult(String toolUseId, List<ContentBlock> content, boolean error, JsonNode cacheControl)
            implements ContentBlock {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /** What the model thought. The signature (null: none) is opaque and must return to its maker unchanged. */
    record Thinking(String text, String signature) implements ContentBlock {
        @Override
        public String toString() {
            return "Thinking[" + text.length() + " chars]";
        }
    }

    /** Thinking that only its maker can read. */
    record RedactedThinking(String data) implements ContentBlock {
        @Override
        public String toString() {
            return "RedactedThinking";
        }
    }

    /** The model declines to answer, in its own words. */
    record Refused(String text) implements ContentBlock {
        @Override
        public String toString() {
            return "Refused";
        }
    }

    /**
     * A block that only the reader's dialect knows (server tools, search results …). {@code dialect}: that dialect's
     * name, whose writer may send the block as it is; null: not said.
     */
    record Opaque(String type, JsonNode json, String dialect) implements ContentBlock {
        /** A block that goes to no provider. */
        public Opaque(String type, JsonNode json) {
            this(type, json, null);
        }

        /**
         * Whether the conversation means the same without it, for a provider that does not know it: calls of tools
         * that OpenAI ran and whose results are in the answer that followed (Responses API reference, {@code input}).
         */
        public boolean dispensable() {
            return switch (type) {
                case "web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call",
                        "mcp_list_tools", "tool_search_call", "tool_search_output" -> true;
                default -> false;
            };
        }

        @Override
        public String toString() {
            return "Opaque[" + type + "]";
        }
    }

    /** Where the bytes of a picture or document are. */
    sealed interface Source {

        /** The bytes themselves. */
        record Base64(String mediaType, String data) implements Source {
            @Override
            public String toString() {
                return "Base64[" + mediaType + "]";
            }
        }

        /** An address from which the provider fetches them. */
        record Url(String url) implements Source {
            @Override
            public String toString() {
                return "Url";
            }
        }

        /** A file that was uploaded to the provider before. */
        record FileId(String id) implements Source {
        }

        /** Plain text. */
        record PlainText(String text) implements Source {
            @Override
            public String toString() {
                return "PlainText[" + text.length() + " chars]";
            }
        }

        /** Content blocks that stand for a document. */
        record Blocks(List<ContentBlock> blocks) implements Source {
            public Blocks {
                blocks = List.copyOf(blocks);
            }
        }
    }
}
