package io.github.llmgateway.dialect.openai;

import io.github.llmgateway.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded exchanges of Chat Completions, and of Anthropic's Messages to be said in this format.
 *
 * @param events the data of a stream's events, empty for a whole answer
 */
record Recorded(String name, String host, byte[] request, int status, byte[] answer, List<byte[]> events) {

    boolean streamed() {
        return !events.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Every exchange with a chat endpoint. */
    static List<Recorded> exchanges() {
        return exchanges("/chat/completions", "openai", "openai-compatible", "mixed");
    }

    /** Every exchange with Anthropic's Messages. */
    static List<Recorded> ofAnthropic() {
        return exchanges("/v1/messages", "anthropic", "mixed");
    }

    private static List<Recorded> exchanges(String path, String... folders) {
        List<Recorded> found = new ArrayList<>();
        for (String folder : folders) {
            for (Fixtures.Exchange each : Fixtures.exchanges(folder)) {
                if (each.path().contains(path)) {
                    List<byte[]> events = each.streamed() ? bytes(Fixtures.data(text(each.answer()))) : List.of();
                    found.add(new Recorded(each.toString(), each.host(), each.request(), each.status(), each.answer(),
                            events));
                }
            }
        }
        return found;
    }

    /** The chunks of a recorded stream file. */
    static List<byte[]> chunks(String path) {
        String[] names = path.split("/");
        return Fixtures.parts(names[0], names[1]).stream().filter(part -> part.file().equals(names[2])).findFirst()
                .map(part -> bytes(part.data())).orElseThrow();
    }

    private static List<byte[]> bytes(List<String> data) {
        return data.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
