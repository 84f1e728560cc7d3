package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.array;
import static io.github.llmgateway.standin.Nodes.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;

/** The smallest request of each family that asks for a scenario, with the tools that it may call. */
final class Prompts {

    private static final ObjectNode SCHEMA = object("type", "object", "properties", object());

    private Prompts() {
    }

    static HttpRequest to(Family family, String address, Scenario scenario, boolean streamed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path(family, streamed)))
                .header("content-type", "application/json").header("anthropic-version", "2023-06-01");
        switch (family) {
            case ANTHROPIC, AZURE_CLAUDE -> request.header("x-api-key", Family.KEY);
            case GEMINI -> request.header("x-goog-api-key", Family.KEY);
            case AZURE, AZURE_V1, AZURE_RESPONSES -> request.header("api-key", Family.KEY);
            case VERTEX_GEMINI, VERTEX_CLAUDE, VERTEX_OPENAI, VERTEX_MISTRAL ->
                request.header("authorization", "Bearer " + GoogleAccount.TOKEN);
            default -> request.header("authorization", "Bearer " + Family.KEY);
        }
        return request.POST(HttpRequest.BodyPublishers.ofString(body(family, scenario.marker(), streamed).toString()))
                .build();
    }

    private static String path(Family family, boolean streamed) {
        String vertex = "/v1/projects/" + GoogleAccount.PROJECT + "/locations/us-east5/";
        String gemini = "gemini-3-pro-preview:" + (streamed ? "streamGenerateContent?alt=sse" : "generateContent");
        String predict = streamed ? ":streamRawPredict" : ":rawPredict";
        String bedrock = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/";
        return switch (family) {
            case ANTHROPIC -> "/v1/messages";
            case OPENAI -> "/v1/chat/completions";
            case OPENAI_RESPONSES -> "/v1/responses";
            case BEDROCK_INVOKE -> bedrock + (streamed ? "invoke-with-response-stream" : "invoke");
            case BEDROCK_CONVERSE -> bedrock + (streamed ? "converse-stream" : "converse");
            case VERTEX_GEMINI -> vertex + "publishers/google/models/" + gemini;
            case VERTEX_CLAUDE -> vertex + "publishers/anthropic/models/claude-sonnet-4-5@20250929" + predict;
            case VERTEX_OPENAI -> vertex + "endpoints/openapi/chat/completions";
            case VERTEX_MISTRAL -> vertex + "publishers/mistralai/models/mistral-medium-3" + predict;
            case GEMINI -> "/v1beta/models/" + gemini;
            case AZURE -> "/openai/deployments/gpt-4.1/chat/completions?api-version=2024-10-21";
            case AZURE_V1 -> "/openai/v1/chat/completions";
            case AZURE_RESPONSES -> "/openai/v1/responses";
            case AZURE_CLAUDE -> "/anthropic/v1/messages";
        };
    }

    private static ObjectNode body(Family family, String prompt, boolean streamed) {
        return switch (family) {
            case ANTHROPIC, AZURE_CLAUDE -> anthropic(prompt).put("model", "claude-sonnet-4-5").put("stream", streamed);
            case BEDROCK_INVOKE -> anthropic(prompt).put("anthropic_version", "bedrock-2023-05-31");
            case VERTEX_CLAUDE -> anthropic(prompt).put("anthropic_version", "vertex-2023-10-16").put("stream",
                    streamed);
            case OPENAI, AZURE, AZURE_V1 -> chat(prompt, "gpt-4.1", streamed);
            case VERTEX_OPENAI -> chat(prompt, "google/gemini-2.5-flash", streamed);
            case VERTEX_MISTRAL -> chat(prompt, "mistral-medium-3", streamed);
            case OPENAI_RESPONSES, AZURE_RESPONSES -> object("model", "gpt-5.1", "stream", streamed, "input", prompt,
                    "include", array("reasoning.encrypted_content"), "tools", array(
                            object("type", "function", "name", Told.TOOL, "parameters", SCHEMA),
                            object("type", "function", "name", Told.SECOND_TOOL, "parameters", SCHEMA)));
            case BEDROCK_CONVERSE -> object("messages", array(object("role", "user", "content",
                    array(object("text", prompt)))), "toolConfig", object("tools", array(
                            object("toolSpec", object("name", Told.TOOL, "inputSchema", object("json", SCHEMA))),
                            object("toolSpec", object("name", Told.SECOND_TOOL, "inputSchema",
                                    object("json", SCHEMA))))));
            case GEMINI, VERTEX_GEMINI -> object("contents", array(object("role", "user", "parts",
                    array(object("text", prompt)))), "tools", array(object("functionDeclarations", array(
                            object("name", Told.TOOL, "parametersJsonSchema", SCHEMA),
                            object("name", Told.SECOND_TOOL, "parametersJsonSchema", SCHEMA)))));
        };
    }

    private static ObjectNode anthropic(String prompt) {
        return object("max_tokens", 100, "messages", array(object("role", "user", "content", prompt)), "tools", array(
                object("name", Told.TOOL, "input_schema", SCHEMA),
                        object("name", Told.SECOND_TOOL, "input_schema", SCHEMA)));
    }

    private static ObjectNode chat(String prompt, String model, boolean streamed) {
        return object("model", model, "stream", streamed, "messages", array(object("role", "user", "content", prompt)),
                "tools", array(object("type", "function", "function", object("name", Told.TOOL, "parameters", SCHEMA)),
                        object("type", "function", "function",
                                object("name", Told.SECOND_TOOL, "parameters", SCHEMA))));
    }
}
