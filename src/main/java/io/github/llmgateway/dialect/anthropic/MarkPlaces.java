package io.github.llmgateway.dialect.anthropic;

import io.github.llmgateway.body.CachePlaces;
import io.github.llmgateway.body.Splice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The offsets where {@code cache_control} can stand, as a scan finds them: the closing brace of a block or tool, or a
 * string that must become a block first. Thinking and empty texts take no mark (docs.claude.com, "Prompt caching",
 * "What cannot be cached").
 */
final class MarkPlaces implements CachePlaces {

    private static final byte[] BLOCK = "[{\"type\":\"text\",\"text\":".getBytes(StandardCharsets.US_ASCII);

    private int systemStart;
    private int systemEnd;
    private int tool;
    /** Of each message the start and end of its last place; end 0: it has none. Negative starts are the user's. */
    private int[] messages = new int[16];
    private int count;

    /** A string from {@code start} to {@code end}; where start is 0, a block whose closing brace is at {@code end}. */
    void system(int start, int end) {
        systemStart = start;
        systemEnd = end;
    }

    /** The closing brace of the last tool so far. */
    void tool(int brace) {
        tool = brace;
    }

    /** The next message: as {@link #system(int, int)}, with end 0 if nothing in it can be marked. */
    void message(boolean user, int start, int end) {
        if (count + 2 > messages.length) {
            messages = Arrays.copyOf(messages, messages.length * 2);
        }
        messages[count++] = user ? -start - 1 : start;
        messages[count++] = end;
    }

    /** Forgets the messages: the field is there twice, and the last one counts. */
    void noMessages() {
        count = 0;
    }

    @Override
    public List<Splice> system(String ttl) {
        return mark(systemStart, systemEnd, ttl);
    }

    @Override
    public List<Splice> tools(String ttl) {
        return mark(0, tool, ttl);
    }

    @Override
    public List<Splice> message(int index, String ttl) {
        int at = 2 * (index < 0 ? count / 2 + index : index);
        return at < 0 || at >= count ? List.of() : place(at, ttl);
    }

    @Override
    public List<Splice> last(boolean user, String ttl) {
        for (int at = count - 2; at >= 0; at -= 2) {
            if (messages[at] < 0 == user) {
                return place(at, ttl);
            }
        }
        return List.of();
    }

    private List<Splice> place(int at, String ttl) {
        int start = messages[at] < 0 ? -messages[at] - 1 : messages[at];
        return mark(start, messages[at + 1], ttl);
    }

    private static List<Splice> mark(int start, int end, String ttl) {
        if (end == 0) {
            return List.of();
        }
        String life = ttl == null ? "" : ",\"ttl\":\"" + ttl + "\"";
        String mark = ",\"cache_control\":{\"type\":\"ephemeral\"" + life + "}";
        return start == 0
                ? List.of(new Splice(end, end, bytes(mark)))
                : List.of(new Splice(start, start, BLOCK), new Splice(end, end, bytes(mark + "}]")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
