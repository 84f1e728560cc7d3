package io.github.llmgateway.media;

import io.github.llmgateway.chat.ContentBlock.Source;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * What came from an address: a picture or PDF in base64, or a text. What it is its first bytes say (the formats'
 * signatures), not the server; of a text alone there are none, so there the server is asked, too.
 *
 * @param type   its media type
 * @param base64 the bytes in base64; null: it is a text
 * @param text   the text; null: it is none
 */
record Media(String type, byte[] base64, String text) {

    private static final Set<String> TEXTS = Set.of("text/plain", "text/markdown", "text/csv");
    private static final String PDF = "application/pdf";
    /** How far from its start a PDF may begin, as readers accept it (PDF 1.7, appendix H, 3.4.1). */
    private static final int PDF_WITHIN = 1024;

    /** What the bytes are; {@link Refused} if that is nothing that stands for such a block. */
    static Media of(Buffer bytes, String contentType, Wanted wanted, String host) throws Refused {
        String type = signature(bytes);
        boolean picture = type != null && type.startsWith("image/");
        if (type != null && picture != wanted.document()) {
            return new Media(type, Base64.getEncoder().encode(bytes.getBytes()), null);
        }
        if (type == null && wanted.document()) {
            String text = text(bytes, contentType);
            if (text != null) {
                return new Media("text/plain", null, text);
            }
        }
        String came = picture ? "a picture" : type != null ? "a PDF" : "something else";
        throw new Refused(host + " sent " + came + (wanted.document()
                ? " where a PDF or plain text is wanted." : " where a picture (PNG, JPEG, GIF, WebP) is wanted."));
    }

    private static String signature(Buffer bytes) {
        if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        } else if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        } else if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) {
            return "image/gif";
        } else if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) {
            return "image/webp";
        }
        for (int i = 0; i < Math.min(PDF_WITHIN, bytes.length()); i++) {
            if (starts(bytes, i, "%PDF-")) {
                return PDF;
            }
        }
        return null;
    }

    private static boolean starts(Buffer bytes, int at, String signature) {
        if (bytes.length() < at + signature.length()) {
            return false;
        }
        for (int i = 0; i < signature.length(); i++) {
            if ((bytes.getByte(at + i) & 255) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Null: it is none. */
    private static String text(Buffer bytes, String contentType) {
        String said = contentType == null ? "" : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!TEXTS.contains(said) || bytes.length() == 0) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes())).toString();
            return text.indexOf(0) < 0 ? text : null;
        } catch (CharacterCodingException otherBytes) {
            return null;
        }
    }

    /** How much memory it takes, in bytes, as long as the request is under way. */
    int held() {
        return base64 != null ? base64.length : 2 * text.length();
    }

    /** The same in the neutral conversation. */
    Source source() {
        return base64 == null ? new Source.PlainText(text)
                : new Source.Base64(type, new String(base64, StandardCharsets.ISO_8859_1));
    }

    /** Never shows what it is. */
    @Override
    public String toString() {
        return "Media[" + type + "]";
    }
}
