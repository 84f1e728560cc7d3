package io.github.llmgateway.replay;

import io.github.llmgateway.dialect.Json;
import java.util.List;
import java.util.Map;

/**
 * One recorded answer, with the request it answered where that was recorded too.
 *
 * @param folder   where it was found
 * @param provider whose it is, by the name that the configuration has for it
 * @param model    as the provider names it
 * @param request  null: only the answer was recorded
 * @param headers  of the answer
 */
record Recording(String folder, String file, Format format, Kind kind, String provider, String model, byte[] request,
        int status, Map<String, List<String>> headers, byte[] answer) {

    /** A payload format. */
    enum Format {
        ANTHROPIC, OPENAI;

        Format other() {
            return this == ANTHROPIC ? OPENAI : ANTHROPIC;
        }
    }

    /** What was answered. */
    enum Kind { WHOLE, STREAM, ERROR, COUNT }

    /** Whether the request wants, or the answer is, a stream. */
    boolean streamed() {
        return request != null ? Json.parse(request).path("stream").asBoolean() : kind == Kind.STREAM;
    }

    /** Whether tools are offered, or called. */
    boolean tools() {
        return request != null ? !Json.parse(request).path("tools").isEmpty()
                : new String(answer, java.nio.charset.StandardCharsets.UTF_8).contains("\"tool_");
    }

    @Override
    public String toString() {
        return folder + "/" + file;
    }
}
