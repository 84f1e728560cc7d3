package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.each;
import static io.github.llmgateway.standin.Nodes.object;
import static io.github.llmgateway.standin.Nodes.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** OpenAI's Responses (platform.openai.com/docs/api-reference/responses). */
final class ResponsesFormat implements Format {

    @Override
    public List<Rule> rules() {
        return ResponsesDemands.RULES;
    }

    @Override
    public Heard hear(Query query) {
        Heard.Notes notes = new Heard.Notes();
        notes.model = query.model();
        notes.streamed = query.streamed();
        if (query.at("instructions").isTextual()) {
            notes.system.add(query.at("instructions").asText());
        }
        if (query.at("input").isTextual()) {
            notes.text(query.at("input").asText());
        }
        each(query.at("input")).forEach(item -> item(item, notes));
        each(query.at("tools")).filter(tool -> type(tool).equals("function")).forEach(tool -> notes.tools.add(
                new Heard.Tool(tool.path("name").asText(), tool.path("description").asText(null),
                        tool.path("parameters"))));
        JsonNode choice = query.at("tool_choice");
        String word = choice.isObject() ? choice.path("name").asText() : choice.asText(null);
        notes.choice = "required".equals(word) ? "any" : word;
        notes.schema = query.at("text").path("format").get("schema");
        JsonNode effort = query.at("reasoning").path("effort");
        notes.thinking = query.body().hasNonNull("reasoning") ? !effort.asText().equals("none") : null;
        notes.maxTokens = query.at("max_output_tokens").isNumber() ? query.at("max_output_tokens").asInt() : null;
        notes.temperature = query.at("temperature").isNumber() ? query.at("temperature").asDouble() : null;
        return notes.heard();
    }

    private static void item(JsonNode item, Heard.Notes notes) {
        switch (ResponsesDemands.kind(item)) {
            case "message" -> {
                JsonNode content = item.path("content");
                String role = item.path("role").asText();
                for (JsonNode part : content.isTextual() ? array(object("type", "text", "text", content)) : content) {
                    part(part, role, notes);
                }
            }
            case "function_call" -> notes.calls.add(new Told.Call(item.path("call_id").asText(),
                    item.path("name").asText(), item.path("arguments").asText()));
            case "function_call_output" -> {
                JsonNode output = item.path("output");
                notes.result(item.path("call_id").asText(), output.isTextual() ? output.asText()
                        : String.join("", each(output).map(part -> part.path("text").asText()).toList()));
                each(output).filter(part -> !part.has("text")).forEach(part -> part(part, "tool", notes));
            }
            case "reasoning" -> {
                each(item.path("summary")).forEach(part -> notes.thoughts.add(part.path("text").asText()));
                if (item.hasNonNull("encrypted_content")) {
                    notes.signatures.add(item.path("encrypted_content").asText());
                }
            }
            default -> { }
        }
    }

    private static void part(JsonNode part, String role, Heard.Notes notes) {
        switch (type(part)) {
            case "input_image" -> notes.media(Heard.Media.at("image/*", part.path("image_url").asText()));
            case "input_file" -> notes.media(Heard.Media.at("application/*",
                    part.path("file_data").asText(part.path("file_url").asText())));
            default -> {
                String text = part.path("text").asText();
                if (role.equals("user")) {
                    notes.text(text);
                } else {
                    (role.equals("assistant") ? notes.said : notes.system).add(text);
                }
            }
        }
    }

    @Override
    public JsonNode whole(Told told, Query query, Signatures signatures) {
        return new ResponsesSpeech(told, query, signatures).whole();
    }

    @Override
    public List<Event> stream(Told told, Query query, Signatures signatures) {
        return new ResponsesSpeech(told, query, signatures).stream();
    }

    @Override
    public Event broken(Refused form) {
        return Event.of("error", object("type", "error", "sequence_number", 9, "code", "server_error", "message",
                form.words(Trouble.BROKEN), "param", Nodes.none()));
    }

    @Override
    public JsonNode count(int tokens) {
        return object("object", "response.input_tokens", "input_tokens", tokens);
    }
}
