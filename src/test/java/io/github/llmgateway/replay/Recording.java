package io.github.llmgateway.replay;

import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One recorded answer, with the request it answered where that was recorded too.
 *
 * @param folder   where it was found
 * @param provider whose it is: what stands before the model's name in a configuration
 * @param model    as the provider names it
 * @param path     where it was asked, with the query that says how a stream is framed; null where {@code request} is
 * @param request  null: only the answer was recorded
 * @param headers  of the answer
 */
record Recording(String folder, String file, Format format, Kind kind, String provider, String model, String path,
        byte[] request, int status, Map<String, List<String>> headers, byte[] answer) {

    /** What was answered; {@code PENDING}: that the answer will be there later. */
    enum Kind { WHOLE, STREAM, ERROR, COUNT, PENDING }

    /** Whether the request wants, or the answer is, a stream. */
    boolean streamed() {
        return request == null ? kind == Kind.STREAM
                : format.byPath() ? path.contains("stream") : Json.parse(request).path("stream").asBoolean();
    }

    /** Whether tokens were to be counted. */
    boolean counts() {
        return path != null && path.matches(".*(count-tokens|countTokens|count_tokens)");
    }

    /** Whether tools are offered, or called. */
    boolean tools() {
        String text = new String(request != null ? request : answer, StandardCharsets.UTF_8);
        return request == null ? text.contains("\"tool_") || text.contains("\"function") || text.contains("\"toolUse")
                : format == Format.CONVERSE ? text.contains("\"toolSpec\"")
                        : !Json.parse(request).path("tools").isEmpty();
    }

    /** The provider's name. */
    String owner() {
        return provider.replaceFirst("[/-].*", "");
    }

    /** The name of the group that asks its provider for its model. */
    String group() {
        return provider + "/" + model;
    }

    @Override
    public String toString() {
        return folder + "/" + file;
    }
}
