package io.github.llmgateway.matrix;

import static io.github.llmgateway.matrix.Question.quoted;

import io.github.llmgateway.standin.Scenario;
import io.github.llmgateway.standin.Told;
import java.util.ArrayList;
import java.util.List;

/** A question in each format, as a client of that format writes it: without the gateway's own writers. */
final class Bodies {

    private Bodies() {
    }

    static String anthropic(Question ask) {
        List<String> content = new ArrayList<>();
        if (ask.is(Scenario.IMAGE)) {
            content.add("{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                    + Question.PNG + "\"}}");
        }
        if (ask.is(Scenario.PDF)) {
            content.add("{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\","
                    + "\"data\":\"" + Question.PDF + "\"}}");
        }
        content.add("{\"type\":\"text\",\"text\":" + quoted(ask.text()) + "}");
        String messages = "{\"role\":\"user\",\"content\":[" + String.join(",", content) + "]}";
        if (ask.answered()) {
            messages += ",{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"" + Question.callId()
                    + "\",\"name\":\"" + Told.TOOL + "\",\"input\":" + Told.INPUT + "}]},{\"role\":\"user\",\"content\":"
                    + "[{\"type\":\"tool_result\",\"tool_use_id\":\"" + Question.callId() + "\",\"content\":\""
                    + Question.RESULT + "\"}]}";
        }
        List<String> fields = new ArrayList<>(List.of("\"max_tokens\":" + Question.MAX_TOKENS,
                "\"messages\":[" + messages + "]"));
        if (ask.is(Scenario.SYSTEM)) {
            fields.add("\"system\":\"" + Question.SYSTEM + "\"");
        }
        if (ask.tools()) {
            fields.add("\"tools\":[{\"name\":\"" + Told.TOOL + "\",\"description\":\"d\",\"input_schema\":"
                    + Question.TOOL_SCHEMA + "},{\"name\":\"" + Told.SECOND_TOOL + "\",\"input_schema\":"
                    + Question.SECOND_SCHEMA + "}]");
        }
        if (ask.is(Scenario.THINKING)) {
            fields.add("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}");
        }
        if (ask.is(Scenario.STRUCTURED_OUTPUT)) {
            fields.add("\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":" + Question.SCHEMA + "}}");
        }
        if (ask.is(Scenario.STOP_SEQUENCE)) {
            fields.add("\"stop_sequences\":[\"END\"]");
        }
        return String.join(",", fields);
    }

    static String chat(Question ask) {
        List<String> parts = new ArrayList<>();
        if (ask.is(Scenario.IMAGE)) {
            parts.add("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + Question.PNG + "\"}}");
        }
        if (ask.is(Scenario.PDF)) {
            parts.add("{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,"
                    + Question.PDF + "\"}}");
        }
        parts.add("{\"type\":\"text\",\"text\":" + quoted(ask.text()) + "}");
        String messages = (ask.is(Scenario.SYSTEM) ? "{\"role\":\"system\",\"content\":\"" + Question.SYSTEM + "\"}," : "")
                + "{\"role\":\"user\",\"content\":[" + String.join(",", parts) + "]}";
        if (ask.answered()) {
            messages += ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + Question.callId()
                    + "\",\"type\":\"function\",\"function\":{\"name\":\"" + Told.TOOL + "\",\"arguments\":"
                    + quoted(Told.INPUT) + "}}]},{\"role\":\"tool\",\"tool_call_id\":\"" + Question.callId()
                    + "\",\"content\":\"" + Question.RESULT + "\"}";
        }
        List<String> fields = new ArrayList<>(List.of("\"max_completion_tokens\":" + Question.MAX_TOKENS,
                "\"messages\":[" + messages + "]"));
        if (ask.tools()) {
            fields.add("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"" + Told.TOOL
                    + "\",\"description\":\"d\",\"parameters\":" + Question.TOOL_SCHEMA
                    + "}},{\"type\":\"function\",\"function\":{\"name\":\"" + Told.SECOND_TOOL + "\",\"parameters\":"
                    + Question.SECOND_SCHEMA + "}}]");
        }
        if (ask.is(Scenario.THINKING)) {
            fields.add("\"reasoning_effort\":\"low\"");
        }
        if (ask.is(Scenario.STRUCTURED_OUTPUT)) {
            fields.add("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"weather\",\"strict\":true,"
                    + "\"schema\":" + Question.SCHEMA + "}}");
        }
        if (ask.is(Scenario.STOP_SEQUENCE)) {
            fields.add("\"stop\":[\"END\"]");
        }
        return String.join(",", fields);
    }

    static String responses(Question ask) {
        List<String> parts = new ArrayList<>();
        if (ask.is(Scenario.IMAGE)) {
            parts.add("{\"type\":\"input_image\",\"detail\":\"auto\",\"image_url\":\"data:image/png;base64," + Question.PNG
                    + "\"}");
        }
        if (ask.is(Scenario.PDF)) {
            parts.add("{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,"
                    + Question.PDF + "\"}");
        }
        parts.add("{\"type\":\"input_text\",\"text\":" + quoted(ask.text()) + "}");
        String input = "{\"role\":\"user\",\"content\":[" + String.join(",", parts) + "]}";
        if (ask.answered()) {
            input += ",{\"type\":\"function_call\",\"call_id\":\"" + Question.callId() + "\",\"name\":\"" + Told.TOOL
                    + "\",\"arguments\":" + quoted(Told.INPUT) + "},{\"type\":\"function_call_output\",\"call_id\":\""
                    + Question.callId() + "\",\"output\":\"" + Question.RESULT + "\"}";
        }
        List<String> fields = new ArrayList<>(List.of("\"max_output_tokens\":" + Question.MAX_TOKENS, "\"store\":false",
                "\"input\":[" + input + "]"));
        if (ask.is(Scenario.SYSTEM)) {
            fields.add("\"instructions\":\"" + Question.SYSTEM + "\"");
        }
        if (ask.tools()) {
            fields.add("\"tools\":[{\"type\":\"function\",\"name\":\"" + Told.TOOL + "\",\"description\":\"d\",\"parameters\":"
                    + Question.TOOL_SCHEMA + "},{\"type\":\"function\",\"name\":\"" + Told.SECOND_TOOL + "\",\"parameters\":"
                    + Question.SECOND_SCHEMA + "}]");
        }
        if (ask.is(Scenario.THINKING)) {
            fields.add("\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"},\"include\":[\"reasoning.encrypted_content\"]");
        }
        if (ask.is(Scenario.STRUCTURED_OUTPUT)) {
            fields.add("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"weather\",\"strict\":true,\"schema\":"
                    + Question.SCHEMA + "}}");
        }
        return String.join(",", fields);
    }

    static String converse(Question ask) {
        List<String> content = new ArrayList<>();
        if (ask.is(Scenario.IMAGE)) {
            content.add("{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"" + Question.PNG + "\"}}}");
        }
        if (ask.is(Scenario.PDF)) {
            content.add("{\"document\":{\"format\":\"pdf\",\"name\":\"a page\",\"source\":{\"bytes\":\"" + Question.PDF
                    + "\"}}}");
        }
        content.add("{\"text\":" + quoted(ask.text()) + "}");
        String messages = "{\"role\":\"user\",\"content\":[" + String.join(",", content) + "]}";
        if (ask.answered()) {
            messages += ",{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"" + Question.callId()
                    + "\",\"name\":\"" + Told.TOOL + "\",\"input\":" + Told.INPUT + "}}]},{\"role\":\"user\",\"content\":["
                    + "{\"toolResult\":{\"toolUseId\":\"" + Question.callId() + "\",\"content\":[{\"text\":\""
                    + Question.RESULT + "\"}]}}]}";
        }
        List<String> fields = new ArrayList<>(List.of("\"messages\":[" + messages + "]",
                "\"inferenceConfig\":{\"maxTokens\":" + Question.MAX_TOKENS
                        + (ask.is(Scenario.STOP_SEQUENCE) ? ",\"stopSequences\":[\"END\"]" : "") + "}"));
        if (ask.is(Scenario.SYSTEM)) {
            fields.add("\"system\":[{\"text\":\"" + Question.SYSTEM + "\"}]");
        }
        if (ask.tools()) {
            fields.add("\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"" + Told.TOOL
                    + "\",\"description\":\"d\",\"inputSchema\":{\"json\":" + Question.TOOL_SCHEMA
                    + "}}},{\"toolSpec\":{\"name\":\"" + Told.SECOND_TOOL + "\",\"inputSchema\":{\"json\":"
                    + Question.SECOND_SCHEMA + "}}}]}");
        }
        if (ask.is(Scenario.THINKING)) {
            fields.add("\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}");
        }
        if (ask.is(Scenario.STRUCTURED_OUTPUT)) {
            fields.add("\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{\"name\":"
                    + "\"weather\",\"schema\":" + quoted(Question.SCHEMA) + "}}}}");
        }
        return String.join(",", fields);
    }

    static String gemini(Question ask) {
        List<String> parts = new ArrayList<>();
        if (ask.is(Scenario.IMAGE)) {
            parts.add("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + Question.PNG + "\"}}");
        }
        if (ask.is(Scenario.PDF)) {
            parts.add("{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"" + Question.PDF + "\"}}");
        }
        parts.add("{\"text\":" + quoted(ask.text()) + "}");
        String contents = "{\"role\":\"user\",\"parts\":[" + String.join(",", parts) + "]}";
        if (ask.answered()) {
            contents += ",{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"" + Question.callId()
                    + "\",\"name\":\"" + Told.TOOL + "\",\"args\":" + Told.INPUT
                    + "},\"thoughtSignature\":\"skip_thought_signature_validator\"}]},{\"role\":\"user\",\"parts\":["
                    + "{\"functionResponse\":{\"id\":\"" + Question.callId() + "\",\"name\":\"" + Told.TOOL
                    + "\",\"response\":{\"output\":\"" + Question.RESULT + "\"}}}]}";
        }
        List<String> generation = new ArrayList<>(List.of("\"maxOutputTokens\":" + Question.MAX_TOKENS));
        if (ask.is(Scenario.THINKING)) {
            generation.add("\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingLevel\":\"low\"}");
        }
        if (ask.is(Scenario.STRUCTURED_OUTPUT)) {
            generation.add("\"responseMimeType\":\"application/json\",\"responseJsonSchema\":" + Question.SCHEMA);
        }
        if (ask.is(Scenario.STOP_SEQUENCE)) {
            generation.add("\"stopSequences\":[\"END\"]");
        }
        List<String> fields = new ArrayList<>(List.of("\"contents\":[" + contents + "]",
                "\"generationConfig\":{" + String.join(",", generation) + "}"));
        if (ask.is(Scenario.SYSTEM)) {
            fields.add("\"systemInstruction\":{\"parts\":[{\"text\":\"" + Question.SYSTEM + "\"}]}");
        }
        if (ask.tools()) {
            fields.add("\"tools\":[{\"functionDeclarations\":[{\"name\":\"" + Told.TOOL
                    + "\",\"description\":\"d\",\"parametersJsonSchema\":" + Question.TOOL_SCHEMA + "},{\"name\":\""
                    + Told.SECOND_TOOL + "\",\"parametersJsonSchema\":" + Question.SECOND_SCHEMA + "}]}]");
        }
        return String.join(",", fields);
    }
}
