package io.github.llmgateway.dialect.converse;

import java.util.Map;

/**
 * Formats of files as Converse calls them, and their media types (Amazon Bedrock API reference, {@code DocumentBlock},
 * {@code ImageBlock}, {@code AudioBlock}).
 */
final class Media {

    private static final Map<String, String> DOCUMENTS = Map.of(
            "pdf", "application/pdf",
            "csv", "text/csv",
            "doc", "application/msword",
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xls", "application/vnd.ms-excel",
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "html", "text/html",
            "txt", "text/plain",
            "md", "text/markdown");
    private static final Map<String, String> IMAGES = Map.of(
            "png", "image/png",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp");

    private Media() {
    }

    /** The media type of a document's format; null: Converse has no such format. */
    static String ofDocument(String format) {
        return DOCUMENTS.get(format);
    }

    /** The media type of a picture's format; null: Converse has no such format. */
    static String ofImage(String format) {
        return IMAGES.get(format);
    }

    /** The format of a document of that media type; null: Converse reads no such documents. */
    static String documentFormat(String mediaType) {
        String format = format(DOCUMENTS, mediaType);
        if (format != null) {
            return format;
        }
        // Source code and JSON are sent by clients as text of some kind, and read as such.
        return mediaType.startsWith("text/") || mediaType.equals("application/json") ? "txt" : null;
    }

    /** The format of a picture of that media type; null: Converse reads no such pictures. */
    static String imageFormat(String mediaType) {
        return mediaType.equals("image/jpg") ? "jpeg" : format(IMAGES, mediaType);
    }

    private static String format(Map<String, String> formats, String mediaType) {
        return formats.entrySet().stream().filter(entry -> entry.getValue().equals(mediaType)).map(Map.Entry::getKey)
                .findFirst().orElse(null);
    }
}
