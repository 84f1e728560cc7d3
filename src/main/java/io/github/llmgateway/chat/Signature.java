package io.github.llmgateway.chat;

import java.util.List;

/**
 * Whose a signature is. Thoughts are signed by the models of several makers, and what one has signed the others refuse.
 * Anthropic's signatures stand as they are; those of others begin with their maker's name, so that they travel through
 * any client that returns signatures unchanged and still go to their maker alone.
 */
public final class Signature {

    /** Google's Gemini: {@code thoughtSignature}. */
    public static final String GEMINI = "gemini";
    /** OpenAI's Responses API: {@code encrypted_content} of a reasoning item. */
    public static final String RESPONSES = "responses";

    /** Bytes that Amazon Bedrock's Converse keeps sealed and that are not Anthropic's, as Base64. */
    public static final String CONVERSE = "converse";

    private static final char MARK = '#';

    /** How the signatures begin that name a maker. */
    public static final List<String> FOREIGN = List.of(GEMINI + MARK, RESPONSES + MARK, CONVERSE + MARK);

    private Signature() {
    }

    /** A maker's signature as it stands in the neutral conversation. */
    public static String of(String maker, String text) {
        return maker + MARK + text;
    }

    /** What {@code maker} had signed; null: the signature is another's, or there is none. */
    public static String by(String maker, String signature) {
        return signature != null && signature.startsWith(maker + MARK) ? signature.substring(maker.length() + 1) : null;
    }

    /** Whether the signature names a maker; Anthropic's, which are Base64, name none. */
    public static boolean isForeign(String signature) {
        return signature != null && FOREIGN.stream().anyMatch(signature::startsWith);
    }
}
