package io.github.llmgateway.dialect.gemini;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Addresses in {@code fileData}. Vertex AI fetches {@code gs://} and public https addresses; the Gemini API takes files
 * uploaded to it and films on YouTube (ai.google.dev/gemini-api/docs/files, .../video-understanding).
 */
final class FileUri {

    private static final String UPLOADED = "https://generativelanguage.googleapis.com/";
    private static final Pattern FILM = Pattern.compile("https?://(www\\.|m\\.)?(youtube\\.com|youtu\\.be)/.*");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"), Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"), Map.entry("heic", "image/heic"), Map.entry("heif", "image/heif"),
            Map.entry("pdf", "application/pdf"), Map.entry("txt", "text/plain"), Map.entry("md", "text/markdown"),
            Map.entry("csv", "text/csv"), Map.entry("html", "text/html"),
            // ai.google.dev/gemini-api/docs, "Video understanding" and "Audio understanding": supported formats.
            Map.entry("mp4", "video/mp4"), Map.entry("mpeg", "video/mpeg"), Map.entry("mpg", "video/mpg"),
            Map.entry("mov", "video/mov"), Map.entry("avi", "video/avi"), Map.entry("webm", "video/webm"),
            Map.entry("wmv", "video/wmv"), Map.entry("3gp", "video/3gpp"), Map.entry("wav", "audio/wav"),
            Map.entry("mp3", "audio/mp3"), Map.entry("aiff", "audio/aiff"), Map.entry("aac", "audio/aac"),
            Map.entry("ogg", "audio/ogg"), Map.entry("flac", "audio/flac"));

    private FileUri() {
    }

    /** Whether nobody but Google can read it. */
    static boolean googleAlone(String uri) {
        return uri.startsWith("gs://") || uri.startsWith(UPLOADED) || FILM.matcher(uri).matches();
    }

    /** Whether the provider takes it. */
    static boolean taken(String uri, boolean vertex) {
        return vertex ? uri.startsWith("gs://") || uri.startsWith("https://") || uri.startsWith("http://")
                : uri.startsWith(UPLOADED) || FILM.matcher(uri).matches();
    }

    /** The media type that the name's ending tells; empty: it tells none. */
    static String mediaType(String uri) {
        String path = uri.replaceFirst("[?#].*", "");
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return FILM.matcher(uri).matches() ? "video/mp4" : TYPES.getOrDefault(ending, "");
    }
}
