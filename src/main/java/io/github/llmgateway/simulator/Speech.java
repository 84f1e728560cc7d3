package io.github.llmgateway.simulator;

import io.github.llmgateway.chat.ChatAnswer;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Usage;
import io.github.llmgateway.simulator.Behaviour.Trait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The answer to a conversation: decided by the behaviour and the request alone, so that equal ones get equal answers. */
final class Speech {

    private final ChatRequest request;
    private final Behaviour behaviour;
    private final String id;

    /** {@code id}: what makes this request's ids its own. */
    Speech(ChatRequest request, Behaviour behaviour, String id) {
        this.request = request;
        this.behaviour = behaviour;
        this.id = id;
    }

    ChatAnswer answer(long promptTokens) {
        List<ContentBlock> draft = draft();
        Bounds bounds = new Bounds(draft, request, behaviour);
        Usage usage = new Usage(promptTokens, 0, 0, 0, bounds.tokens(), bounds.thinkingTokens());
        return new ChatAnswer("msg_sim_" + id, "simulator/" + behaviour.name(), bounds.content(), bounds.reason(),
                bounds.stopSequence(), usage, null);
    }

    private List<ContentBlock> draft() {
        List<ContentBlock> blocks = new ArrayList<>();
        if (behaviour.is(Trait.EMPTY)) {
            return blocks;
        }
        if (behaviour.is(Trait.REFUSAL)) {
            blocks.add(new ContentBlock.Refused(Wording.REFUSAL));
            return blocks;
        }
        if (behaviour.is(Trait.THINKING)) {
            blocks.add(new ContentBlock.Thinking(Wording.THOUGHT, signature()));
        }
        List<Tool> called = called();
        for (int i = 0; i < called.size(); i++) {
            blocks.add(new ContentBlock.ToolUse("toolu_sim_" + id + "_" + i, called.get(i).name(),
                    input(called.get(i)), null));
        }
        if (called.isEmpty()) {
            blocks.add(new ContentBlock.Text(text()));
        }
        return blocks;
    }

    private String text() {
        String text = behaviour.settings().text();
        if (text == null) {
            text = ownText();
        }
        int events = behaviour.settings().events();
        return events > 0 ? Pieces.repeated(text, events) : text;
    }

    private String ownText() {
        if (request.outputFormat() != null) {
            return request.outputFormat().schema() == null ? "{\"simulator\":true}"
                    : SchemaExample.of(request.outputFormat().schema()).toString();
        }
        ContentBlock.ToolResult result = Wording.lastToolResult(request);
        String text = result != null ? Wording.toolResult(result) : Wording.question(request, behaviour.name());
        return behaviour.is(Trait.LONG) ? Wording.lengthened(text) : text;
    }

    /** Which tools are called: the one the client forces, else what the name asks unless a tool has just answered. */
    private List<Tool> called() {
        ToolChoice.Mode mode = request.toolChoice() == null ? ToolChoice.Mode.AUTO : request.toolChoice().mode();
        List<Tool> offered = request.tools().stream().filter(Tool::isFunction).toList();
        String wanted = mode == ToolChoice.Mode.TOOL ? request.toolChoice().name() : behaviour.settings().tool();
        List<Tool> named = offered.stream().filter(tool -> tool.name().equals(wanted)).toList();
        Tool first = !named.isEmpty() ? named.get(0) : offered.isEmpty() ? null : offered.get(0);
        boolean parallel = behaviour.is(Trait.PARALLEL_TOOLS) && !Boolean.FALSE.equals(request.parallelTools());
        return switch (mode) {
            case NONE -> List.of();
            case TOOL -> named.isEmpty() ? List.of() : List.of(first);
            case REQUIRED -> first == null ? List.of() : parallel ? two(first, offered) : List.of(first);
            case AUTO -> first == null || !(behaviour.is(Trait.TOOL) || behaviour.is(Trait.PARALLEL_TOOLS))
                    || Wording.lastToolResult(request) != null
                    ? List.of() : parallel ? two(first, offered) : List.of(first);
        };
    }

    /** Two different ones where two are offered, else the same twice. */
    private static List<Tool> two(Tool first, List<Tool> offered) {
        Tool second = offered.stream().filter(tool -> !tool.name().equals(first.name())).findFirst().orElse(first);
        return List.of(first, second);
    }

    private String input(Tool tool) {
        boolean given = behaviour.settings().toolInput() != null
                && (behaviour.settings().tool() == null || tool.name().equals(behaviour.settings().tool()));
        return given ? behaviour.settings().toolInput() : SchemaExample.object(tool.inputSchema()).toString();
    }

    private String signature() {
        byte[] words = ("simulator " + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(words);
    }

    /** Why it ends before any bound is met. */
    static StopReason natural(List<ContentBlock> draft, Behaviour behaviour) {
        if (behaviour.is(Trait.REFUSAL) && !behaviour.is(Trait.EMPTY)) {
            return StopReason.REFUSAL;
        }
        return draft.stream().anyMatch(ContentBlock.ToolUse.class::isInstance)
                ? StopReason.TOOL_USE : StopReason.END_TURN;
    }
}
