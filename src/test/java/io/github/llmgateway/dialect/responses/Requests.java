package io.github.llmgateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Loss;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Target;
import io.github.llmgateway.dialect.Written;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests of the tests, and what becomes of them. */
final class Requests {

    static final Dialect RESPONSES = new ResponsesDialect();
    static final Dialect CHAT = new OpenAiDialect();
    static final Dialect ANTHROPIC = new AnthropicDialect();

    /** What Codex sends with every request, cut short. */
    static final String CODEX = """
            {"model":"gpt-5.1-codex","instructions":"You are Codex.","input":[
              {"type":"message","role":"developer","content":[{"type":"input_text","text":"Sandbox: read-only."}]},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"Fix it."}]},
              {"type":"reasoning","summary":[{"type":"summary_text","text":"Look first."}],"content":null,
               "encrypted_content":"gAAAAAB=="},
              {"type":"function_call","name":"shell","arguments":"{\\"command\\":[\\"ls\\"]}","call_id":"call_1"},
              {"type":"function_call_output","call_id":"call_1","output":"a.txt"},
              {"type":"custom_tool_call","status":"completed","call_id":"call_2","name":"apply_patch",
               "input":"*** Begin Patch\\n*** End Patch"},
              {"type":"custom_tool_call_output","call_id":"call_2","output":"Done."}],
             "tools":[
              {"type":"function","name":"shell","description":"Runs.","strict":false,
               "parameters":{"type":"object","properties":{"command":{"type":"array"}}}},
              {"type":"custom","name":"apply_patch","description":"Edits.",
               "format":{"type":"grammar","syntax":"lark","definition":"start: begin end"}},
              {"type":"namespace","name":"mcp__files","description":"Files.","tools":[
               {"type":"function","name":"read","parameters":{"type":"object","properties":{}},"strict":false}]},
              {"type":"web_search","external_web_access":false},
              {"type":"image_generation","output_format":"png"}],
             "tool_choice":"auto","parallel_tool_calls":false,
             "reasoning":{"effort":"medium","summary":"auto"},"store":false,"stream":true,
             "include":["reasoning.encrypted_content"],"prompt_cache_key":"0199","text":{"verbosity":"low"},
             "client_metadata":{"originator":"codex_cli"}}""";

    private Requests() {
    }

    static ChatRequest read(Dialect dialect, String body) throws Failure {
        return dialect.read(body.getBytes(StandardCharsets.UTF_8));
    }

    static Written write(Dialect dialect, ChatRequest request, String provider, String model) {
        return dialect.write(request, new Target(model, provider, Operation.CHAT, 0));
    }

    /** A request of another dialect, written for OpenAI. */
    static JsonNode written(Dialect from, String body, String model) throws Failure {
        return write(RESPONSES, read(from, body), "openai", model).body();
    }

    static List<String> harmful(Written written) {
        return written.losses().stream().filter(loss -> !loss.harmless()).map(Loss::field).toList();
    }

    static List<String> lost(Written written) {
        return written.losses().stream().map(Loss::field).toList();
    }
}
