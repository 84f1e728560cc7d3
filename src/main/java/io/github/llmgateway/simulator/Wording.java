package io.github.llmgateway.simulator;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import java.util.List;

/** What the simulator says in its own words: always that it is one. */
final class Wording {

    static final String THOUGHT = "No model is thinking here. The simulator only shows where its thoughts would stand.";
    static final String REFUSAL = "The simulator declines to answer, as its model's name asks.";

    private static final String WHO = "This is the gateway's simulator; no model was asked.";
    private static final int EXCERPT = 200;
    private static final int LONG_WORDS = 200;

    private Wording() {
    }

    /** For a conversation that ends with a question. */
    static String question(ChatRequest request, String name) {
        String text = WHO + " You asked for " + request.model() + " (simulator/" + name + ") with "
                + counted(request.messages().size(), "message") + " and " + counted(request.tools().size(), "tool")
                + ".";
        return text + quoted(" Your last message says: ", lastText(request));
    }

    /** For a conversation that ends with a tool's result. */
    static String toolResult(ContentBlock.ToolResult result) {
        return WHO + " The tool " + (result.error() ? "failed" : "has answered") + "."
                + quoted(" It says: ", textOf(result.content()));
    }

    /** Two hundred words of it. */
    static String lengthened(String text) {
        StringBuilder words = new StringBuilder();
        String[] given = (text + " It goes on so that there is a long answer to look at.").split("\\s+");
        for (int i = 0; i < LONG_WORDS; i++) {
            words.append(i == 0 ? "" : " ").append(given[i % given.length]);
        }
        return words.toString();
    }

    /** The last tool result if the conversation ends with one; else null. */
    static ContentBlock.ToolResult lastToolResult(ChatRequest request) {
        ContentBlock.ToolResult last = null;
        if (!request.messages().isEmpty()) {
            for (ContentBlock block : request.messages().get(request.messages().size() - 1).content()) {
                last = block instanceof ContentBlock.ToolResult result ? result : last;
            }
        }
        return last;
    }

    private static String lastText(ChatRequest request) {
        for (int i = request.messages().size() - 1; i >= 0; i--) {
            ChatRequest.Message message = request.messages().get(i);
            String text = textOf(message.content());
            if (message.role() == ChatRequest.Role.USER && !text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    /** The last text: agents put their reminders before what the user said. */
    private static String textOf(List<ContentBlock> content) {
        String last = "";
        for (ContentBlock block : content) {
            last = block instanceof ContentBlock.Text text && !text.text().isBlank() ? text.text() : last;
        }
        return last;
    }

    private static String quoted(String before, String text) {
        // Cut before the blanks are folded: the text may be megabytes.
        String excerpt = cut(cut(text.stripLeading(), 4 * EXCERPT).strip().replaceAll("\\s+", " "), EXCERPT);
        return excerpt.isEmpty() ? "" : before + "“" + excerpt + (excerpt.length() >= EXCERPT - 1 ? "…”" : "”");
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
