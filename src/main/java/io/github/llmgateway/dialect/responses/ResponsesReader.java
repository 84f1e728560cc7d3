package io.github.llmgateway.dialect.responses;

import static io.github.llmgateway.dialect.openai.Fields.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.openai.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a request to be answered by another format's provider. What lies at OpenAI (a stored conversation, a prompt, a
 * referenced item) is not known here, and refused: there would be no answer to what was asked. Members without a
 * neutral word go to the extras by their name.
 */
final class ResponsesReader {

    /**
     * What is read here, or says no more than what holds anyway: {@code include} asks for encrypted reasoning, which is
     * always handed out, and for details of hosted tools, whose absence is told as theirs.
     */
    private static final Set<String> READ = Set.of("model", "instructions", "input", "tools", "tool_choice",
            "parallel_tool_calls", "max_output_tokens", "temperature", "top_p", "top_logprobs", "reasoning", "text",
            "stream", "stream_options", "user", "service_tier", "include", "previous_response_id", "conversation",
            "prompt", "background", "context_management");

    private static final String MEND = " is kept at OpenAI, and the model asked for is not there: send the whole"
            + " conversation in 'input'; the gateway keeps none.";

    private final JsonNode body;
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();

    private ResponsesReader(JsonNode body) {
        this.body = body;
    }

    static ChatRequest read(byte[] body) throws Failure {
        return new ResponsesReader(Json.request(body)).read();
    }

    private ChatRequest read() throws Failure {
        refuseWhatIsKept();
        List<ContentBlock> system = new ArrayList<>();
        String instructions = Fields.string(body, "instructions", "");
        if (instructions != null && !instructions.isEmpty()) {
            system.add(new ContentBlock.Text(instructions));
        }
        ItemReader items = new ItemReader(system);
        items.read(get(body, "input"));
        ToolReader tools = new ToolReader(body);
        return new ChatRequest(
                Fields.demandString(body, "model", ""),
                items.system(),
                items.messages(),
                tools.tools(),
                tools.choice(),
                Fields.bool(body, "parallel_tool_calls", ""),
                Fields.integer(body, "max_output_tokens", ""),
                sampling(),
                List.of(),
                reasoning(),
                outputFormat(),
                Boolean.TRUE.equals(Fields.bool(body, "stream", "")),
                true,
                who(),
                Fields.string(body, "service_tier", ""),
                collectExtras());
    }

    private void refuseWhatIsKept() throws Failure {
        for (String field : List.of("previous_response_id", "conversation", "prompt")) {
            if (get(body, field) != null) {
                throw Failure.badRequest(field + ": what it names" + MEND, field);
            }
        }
        if (Boolean.TRUE.equals(Fields.bool(body, "background", ""))) {
            throw Failure.badRequest("background: the model asked for answers at once or as a stream, and the gateway"
                    + " keeps no answers to be fetched later. Leave it out.", "background");
        }
    }

    private Sampling sampling() throws Failure {
        Integer topLogprobs = Fields.integer(body, "top_logprobs", "");
        boolean logprobs = topLogprobs != null && topLogprobs > 0;
        for (JsonNode wanted : Fields.list(body, "include", "") == null ? List.<JsonNode>of() : body.get("include")) {
            logprobs |= wanted.asText().equals("message.output_text.logprobs");
        }
        return new Sampling(Fields.number(body, "temperature", ""), Fields.number(body, "top_p", ""), null, null, null,
                null, null, logprobs ? Boolean.TRUE : null, logprobs ? topLogprobs : null, null);
    }

    private Reasoning reasoning() throws Failure {
        JsonNode reasoning = Fields.object(body, "reasoning", "");
        if (reasoning == null) {
            return null;
        }
        String effort = Fields.string(reasoning, "effort", "reasoning");
        String summary = Fields.string(reasoning, "summary", "reasoning");
        if (summary == null) {
            // The older name.
            summary = Fields.string(reasoning, "generate_summary", "reasoning");
        }
        return effort == null && summary == null ? null
                : new Reasoning(null, null, effort, summary == null ? null : "summarized");
    }

    private OutputFormat outputFormat() throws Failure {
        JsonNode text = Fields.object(body, "text", "");
        if (text == null) {
            return null;
        }
        String verbosity = Fields.string(text, "verbosity", "text");
        if (verbosity != null) {
            extras.put("verbosity", text.get("verbosity"));
        }
        JsonNode format = Fields.object(text, "format", "text");
        if (format == null) {
            return null;
        }
        String path = "text.format";
        return switch (Fields.demandString(format, "type", path)) {
            case "text" -> null;
            case "json_object" -> new OutputFormat(null, null, null, null);
            case "json_schema" -> new OutputFormat(Fields.demandObject(format, "schema", path),
                    Fields.string(format, "name", path), Fields.string(format, "description", path),
                    Fields.bool(format, "strict", path));
            default -> throw Fields.invalid(path + ".type", "one of 'text', 'json_object' and 'json_schema'");
        };
    }

    /** {@code safety_identifier} is the newer word; where both are said it stays an extra. */
    private String who() throws Failure {
        String user = Fields.string(body, "user", "");
        return user != null ? user : Fields.string(body, "safety_identifier", "");
    }

    private Map<String, JsonNode> collectExtras() {
        body.fields().forEachRemaining(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean read = READ.contains(name) || name.equals("safety_identifier") && !body.hasNonNull("user");
            // "disabled" is how everybody truncates: not at all.
            boolean unsaid = value.isNull() || name.equals("truncation") && value.asText().equals("disabled");
            if (!read && !unsaid) {
                extras.put(name, value);
            }
        });
        if (get(body, "context_management") != null) {
            // Under this name Anthropic has something else.
            extras.put("context_management.compaction", body.get("context_management"));
        }
        return extras;
    }
}
