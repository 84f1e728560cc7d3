package io.github.llmgateway.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Source;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import java.util.List;

/**
 * Reads parts as blocks, those of requests and of answers. A signature on a part becomes the signature of the thinking
 * before it, which is empty where no thought was told. Gemini CLI returns one signature twice: where the thought was,
 * and on the call that came of it.
 */
final class PartReader {

    /** Gives a call an id that has none. */
    interface Ids {

        /** The id of the next call; {@code given}: Google's, or empty. */
        String of(String given);
    }

    private final Ids ids;

    PartReader(Ids ids) {
        this.ids = ids;
    }

    /** Adds what a part says. */
    void read(JsonNode part, List<ContentBlock> to) {
        String signature = Signatures.neutral(Fields.lenient(part, "thoughtSignature"));
        String text = Fields.lenient(part, "text");
        if (isThought(part)) {
            if (!text.isEmpty() || signature != null) {
                to.add(new Thinking(text, signature));
            }
            return;
        }
        String opaque = opaqueType(part);
        if (opaque != null) {
            to.add(new ContentBlock.Opaque(opaque, part, GeminiDialect.NAME));
            return;
        }
        if (signature != null) {
            sign(to, signature);
        }
        if (!text.isEmpty()) {
            to.add(new Text(text));
        }
        JsonNode call = Fields.get(part, "functionCall");
        if (call != null) {
            to.add(toolUse(call));
        }
        ContentBlock media = media(part);
        if (media != null) {
            to.add(media);
        }
    }

    static boolean isThought(JsonNode part) {
        return part.path("thought").asBoolean(false);
    }

    private static void sign(List<ContentBlock> blocks, String signature) {
        int last = blocks.size() - 1;
        Thinking before = last >= 0 && blocks.get(last) instanceof Thinking thinking ? thinking : null;
        if (before != null && before.signature() == null) {
            blocks.set(last, new Thinking(before.text(), signature));
        } else if (before == null || !before.signature().equals(signature)) {
            blocks.add(new Thinking("", signature));
        }
    }

    private ToolUse toolUse(JsonNode call) {
        JsonNode args = Fields.get(call, "args");
        return new ToolUse(ids.of(Fields.lenient(call, "id")), Fields.lenient(call, "name"),
                args == null || !args.isObject() ? "{}" : args.toString(), null);
    }

    /** What this format alone has: code that Google runs, its own tools, films, files that only Google can read. */
    private static String opaqueType(JsonNode part) {
        for (String type : List.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse")) {
            if (Fields.get(part, type) != null) {
                return type;
            }
        }
        for (String type : List.of("inlineData", "fileData")) {
            JsonNode data = Fields.get(part, type);
            if (data != null && media(part) == null) {
                return type;
            }
        }
        return null;
    }

    /** The picture, sound or document that a part holds; null: none that the neutral conversation knows. */
    static ContentBlock media(JsonNode part) {
        JsonNode data = Fields.get(part, "inlineData");
        if (data != null) {
            Source source = new Source.Base64(Fields.lenient(data, "mimeType"), base64(Fields.lenient(data, "data")));
            return media(((Source.Base64) source).mediaType(), source, data);
        }
        JsonNode file = Fields.get(part, "fileData");
        String uri = file == null ? "" : Fields.lenient(file, "fileUri");
        boolean anyones = (uri.startsWith("https://") || uri.startsWith("http://")) && !FileUri.googleAlone(uri);
        String type = anyones ? Fields.lenient(file, "mimeType") : "";
        return anyones ? media(type.isEmpty() ? FileUri.mediaType(uri) : type, new Source.Url(uri), file) : null;
    }

    /** Google takes both alphabets, padded or not (ProtoJSON, "bytes"); others the standard one alone. */
    private static String base64(String data) {
        if (data.indexOf('-') < 0 && data.indexOf('_') < 0 && data.length() % 4 == 0) {
            return data;
        }
        return data.replace('-', '+').replace('_', '/') + "=".repeat(Math.floorMod(-data.length(), 4) % 3);
    }

    private static ContentBlock media(String type, Source source, JsonNode data) {
        String name = Fields.lenient(data, "displayName");
        if (type.startsWith("image/")) {
            return new ContentBlock.Image(source, null, null);
        }
        if (type.startsWith("audio/") && source instanceof Source.Base64 bytes) {
            return new ContentBlock.Audio(AudioFormat.name(type), bytes.data());
        }
        if (type.equals("application/pdf") || type.startsWith("text/")) {
            return new ContentBlock.Document(source, name.isEmpty() ? null : name, null, null, null, null);
        }
        return null;
    }
}
