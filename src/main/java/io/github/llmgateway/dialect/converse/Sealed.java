package io.github.llmgateway.dialect.converse;

import io.github.llmgateway.chat.ContentBlock.RedactedThinking;
import io.github.llmgateway.chat.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * {@code redactedContent}: bytes that only the model's maker can read. Claude's are the text that Anthropic's own API
 * has in {@code redacted_thinking}; those of others are marked as what Converse alone can take back.
 */
final class Sealed {

    private Sealed() {
    }

    /** Reads the Base64 of the wire. */
    static RedactedThinking read(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            boolean text = bytes.length > 0;
            for (byte b : bytes) {
                text &= b > ' ';
            }
            if (text) {
                return new RedactedThinking(new String(bytes, StandardCharsets.US_ASCII));
            }
        } catch (IllegalArgumentException notBase64) {
            // Kept as it came: it is not ours to read.
        }
        return new RedactedThinking(Signature.of(Signature.CONVERSE, base64));
    }

    /** The Base64 of the wire; null: it was sealed by a provider elsewhere, and Converse cannot take it. */
    static String write(RedactedThinking sealed) {
        String own = Signature.by(Signature.CONVERSE, sealed.data());
        if (own != null) {
            return own;
        }
        return Signature.isForeign(sealed.data()) ? null
                : Base64.getEncoder().encodeToString(sealed.data().getBytes(StandardCharsets.UTF_8));
    }
}
