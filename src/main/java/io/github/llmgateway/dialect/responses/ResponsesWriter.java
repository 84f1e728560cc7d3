package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Sampling;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.openai.ReasoningWriter;
import io.github.llmgateway.dialect.openai.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a conversation as a Responses request. Nothing is stored unless the client says so, and reasoning is asked for
 * in its encrypted form, so that it goes on over several turns all the same.
 */
final class ResponsesWriter {

    /** Members of this format, and of Chat Completions where they mean the same, that readers pass on as extras. */
    private static final Set<String> OWN = Set.of("store", "prompt_cache_key", "prompt_cache_retention",
            "prompt_cache_options", "safety_identifier", "moderation", "truncation", "max_tool_calls",
            "client_metadata");
    /** Members of other formats without which an answer would mean something else; all others only steer a service. */
    private static final Set<String> MEANT = Set.of("mcp_servers", "container", "modalities", "audio",
            "web_search_options", "response_format");
    /** What {@code POST /v1/responses/input_tokens} takes (API reference, "Get input token counts"). */
    private static final Set<String> COUNTED = Set.of("model", "input", "instructions", "tools", "tool_choice",
            "parallel_tool_calls", "reasoning", "text", "truncation");
    /** "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16". */
    private static final int LEAST_TOKENS = 16;

    private final ChatRequest request;
    private final Target target;
    private final Server server;
    private final ObjectNode body = Json.object();
    private final List<Loss> losses = new ArrayList<>();

    private ResponsesWriter(ChatRequest request, Target target) {
        this.request = request;
        this.target = target;
        this.server = new Server(target);
    }

    static Written write(ChatRequest request, Target target) {
        return new ResponsesWriter(request, target).write();
    }

    private Written write() {
        body.put("model", target.model());
        ToolWriter tools = new ToolWriter(request, losses);
        new ItemWriter(server, tools, losses).write(request, body);
        if (body.path("input").isEmpty()) {
            // A user who says nothing is taken, an empty list is not.
            body.putArray("input").addObject().put("role", "user").put("content", "");
        }
        tools.write(body);
        maxTokens();
        boolean encrypted = reasoning();
        sampling(request.sampling());
        if (encrypted) {
            include("reasoning.encrypted_content");
        }
        outputFormat();
        who();
        serviceTier();
        body.put("store", false);
        request.extras().forEach(this::extra);
        if (request.stream()) {
            body.put("stream", true);
        }
        if (target.operation() == Operation.COUNT_TOKENS) {
            body.retain(COUNTED);
        }
        return new Written(body, losses, tools.renamed());
    }

    private void include(String what) {
        ArrayNode include = body.get("include") instanceof ArrayNode before ? before : body.putArray("include");
        include.add(what);
    }

    private void maxTokens() {
        Integer tokens = request.maxTokens();
        if (tokens == null) {
            return;
        }
        int given = tokens;
        if (target.maxOutputTokens() > 0 && given > target.maxOutputTokens()) {
            lose("max_tokens", true, "the model's limit is " + target.maxOutputTokens());
            given = target.maxOutputTokens();
        }
        if (given < LEAST_TOKENS) {
            lose("max_tokens", true, "the least that OpenAI takes is " + LEAST_TOKENS);
            given = LEAST_TOKENS;
        }
        body.put("max_output_tokens", given);
    }

    /** Whether the answer may have reasoning that must come back: models that do not reason refuse the question. */
    private boolean reasoning() {
        Reasoning reasoning = request.reasoning();
        List<String> efforts = server.model().efforts();
        if (reasoning == null || server.openai() && efforts.isEmpty()) {
            if (reasoning != null && reasoning.mode() != Reasoning.Mode.DISABLED
                    && !"none".equals(reasoning.effort())) {
                lose("reasoning_effort", true, "this model does not reason");
            }
            return server.openaiReasoning();
        }
        ObjectNode written = Json.object();
        String wanted = ReasoningWriter.wanted(reasoning);
        // Groq's word for thinking as the model likes.
        if (wanted != null && !wanted.equals("default")) {
            String given = efforts.isEmpty() ? wanted : ReasoningWriter.nearest(wanted, efforts);
            written.put("effort", given);
            if (!given.equals(wanted)) {
                lose("reasoning_effort", true, "this model does not take '" + wanted + "'; '" + given + "' was sent");
            }
        }
        boolean shown = reasoning.mode() != null ? reasoning.mode() != Reasoning.Mode.DISABLED
                && !"omitted".equals(reasoning.display()) : "summarized".equals(reasoning.display());
        if (shown) {
            written.put("summary", "auto");
        }
        if (!written.isEmpty()) {
            body.set("reasoning", written);
        }
        return true;
    }

    private void sampling(Sampling sampling) {
        // OpenAI's guide to reasoning: these are fixed while a model thinks.
        boolean fixed = server.openaiReasoning() && !body.path("reasoning").path("effort").asText().equals("none");
        drawn("temperature", sampling.temperature(), fixed);
        drawn("top_p", sampling.topP(), fixed);
        unknown("frequency_penalty", sampling.frequencyPenalty() != null && sampling.frequencyPenalty() != 0, true);
        unknown("presence_penalty", sampling.presencePenalty() != null && sampling.presencePenalty() != 0, true);
        unknown("top_k", sampling.topK() != null, true);
        unknown("seed", sampling.seed() != null, true);
        unknown("logit_bias", sampling.logitBias() != null && !sampling.logitBias().isEmpty(), false);
        unknown("n", sampling.n() != null && sampling.n() != 1, false);
        unknown("stop", !request.stopSequences().isEmpty(), false);
        if (!Boolean.TRUE.equals(sampling.logprobs())) {
            return;
        }
        if (fixed) {
            lose("logprobs", false, "this model does not report them");
            return;
        }
        include("message.output_text.logprobs");
        if (sampling.topLogprobs() != null) {
            body.put("top_logprobs", sampling.topLogprobs());
        }
    }

    private void drawn(String field, Double value, boolean fixed) {
        if (value != null && !fixed) {
            body.put(field, value);
        } else if (value != null && value != 1) {
            lose(field, true, "models that reason draw with their own");
        }
    }

    private void unknown(String field, boolean said, boolean harmless) {
        if (said) {
            lose(field, harmless, "the Responses API has no such parameter");
        }
    }

    private void outputFormat() {
        OutputFormat format = request.outputFormat();
        if (format == null) {
            return;
        }
        ObjectNode written = body.putObject("text").putObject("format");
        if (format.schema() == null) {
            written.put("type", "json_object");
            return;
        }
        written.put("type", "json_schema").put("name", format.name() == null ? "answer" : format.name());
        if (format.description() != null) {
            written.put("description", format.description());
        }
        written.set("schema", format.schema());
        if (format.strict() != null) {
            written.put("strict", format.strict());
        }
    }

    /** As in Chat Completions: what is longer names more than an end-user, and is another vendor's business. */
    private void who() {
        String who = request.metadata();
        if (who == null) {
            return;
        }
        if (server.openai() && who.length() <= 64 && !who.startsWith("{")) {
            body.put("user", who);
        } else {
            lose("metadata.user_id", true, "not handed to another vendor");
        }
    }

    private void serviceTier() {
        String tier = request.serviceTier();
        if (tier != null) {
            body.put("service_tier", tier.equals("standard_only") ? "default" : tier);
        }
    }

    private void extra(String name, JsonNode value) {
        if (name.equals("verbosity")) {
            body.withObjectProperty("text").set("verbosity", value);
        } else if (name.equals("context_management.compaction")) {
            body.set("context_management", value);
        } else if (name.equals("tool_choice") && value.path("type").asText().equals("allowed_tools")) {
            ToolWriter.allow(value, body);
        } else if (OWN.contains(name) || name.equals("metadata") && request.metadata() == null) {
            body.set(name, value);
        } else if (!name.startsWith("stream_options.")) {
            lose(name, !MEANT.contains(name), "not known in this format");
        }
    }

    private void lose(String field, boolean harmless, String reason) {
        losses.add(new Loss(field, harmless, reason));
    }
}
