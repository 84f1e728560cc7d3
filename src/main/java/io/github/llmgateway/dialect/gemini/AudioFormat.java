package io.github.llmgateway.dialect.gemini;

import java.util.Map;

/** Media types of sound (ai.google.dev/gemini-api/docs/audio) and the short names that the neutral conversation has. */
final class AudioFormat {

    private static final Map<String, String> NAMES = Map.of("audio/mpeg", "mp3", "audio/x-wav", "wav");

    private AudioFormat() {
    }

    static String name(String mediaType) {
        return NAMES.getOrDefault(mediaType, mediaType.substring(mediaType.indexOf('/') + 1));
    }

    static String mediaType(String name) {
        return name.contains("/") ? name : "audio/" + name;
    }
}
