package io.github.llmgateway.dialect.gemini;

import io.github.llmgateway.chat.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Thought signatures (ai.google.dev/gemini-api/docs/thought-signatures) between this format and the neutral
 * conversation. The format has them in Base64, and Google's SDKs decode and encode them anew; another maker's signature
 * goes to a client of this format packed so that it survives that and is known again.
 */
final class Signatures {

    /**
     * The documented value for a call that no Gemini model made, or whose signature is lost: Gemini 3 answers 400 where
     * the first call of a step has none.
     */
    static final String SKIP = "skip_thought_signature_validator";

    /** Twelve bytes, so that their Base64 is a prefix of the whole text's. */
    private static final String MARK = "llm-gateway#";
    /** How a packed signature begins. */
    static final String PACKED =
            Base64.getEncoder().encodeToString(MARK.getBytes(StandardCharsets.US_ASCII));

    /** A value that says there is no signature, which to this format is the same as none: an empty one. */
    static final byte[] NONE = "\"\"".getBytes(StandardCharsets.US_ASCII);
    /** {@link #SKIP} as a value. */
    static final byte[] UNCHECKED = ('"' + SKIP + '"').getBytes(StandardCharsets.US_ASCII);

    private Signatures() {
    }

    /** The neutral form of a {@code thoughtSignature}; null: there is none. */
    static String neutral(String signature) {
        if (signature == null || signature.isEmpty() || signature.equals(SKIP)) {
            return null;
        }
        if (signature.startsWith(PACKED)) {
            try {
                byte[] bytes = Base64.getDecoder().decode(signature.replace('-', '+').replace('_', '/'));
                return new String(bytes, StandardCharsets.UTF_8).substring(MARK.length());
            } catch (IllegalArgumentException damaged) {
                return null;
            }
        }
        return Signature.of(Signature.GEMINI, signature);
    }

    /** What a client of this format gets and returns; null: there is none. */
    static String forClient(String neutral) {
        String own = Signature.by(Signature.GEMINI, neutral);
        return neutral == null || own != null ? own
                : Base64.getEncoder().encodeToString((MARK + neutral).getBytes(StandardCharsets.UTF_8));
    }

    /** What Gemini itself gets back; null: the signature is another's, or there is none. */
    static String forProvider(String neutral) {
        return Signature.by(Signature.GEMINI, neutral);
    }
}
