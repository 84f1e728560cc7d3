package io.github.llmgateway.matrix;

import static io.github.llmgateway.matrix.Question.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.converse.BedrockPayload;
import io.github.llmgateway.dialect.converse.ConverseDialect;
import io.github.llmgateway.dialect.gemini.GeminiDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.dialect.responses.ResponsesDialect;
import io.github.llmgateway.framing.Framing;
import io.github.llmgateway.standin.Told;
import java.nio.charset.StandardCharsets;

/** A door as its clients know it: how a question is put there, and how an answer and a follow-up look. */
enum Face {

    ANTHROPIC("Anthropic Messages", new AnthropicDialect(), Framing.SSE) {
        @Override
        String path(Question question) {
            return "/v1/messages";
        }

        @Override
        String body(Question question) {
            return "{\"model\":" + quoted(question.model()) + ",\"stream\":" + question.streamed() + ","
                    + Bodies.anthropic(question) + "}";
        }
    },
    BEDROCK_INVOKE("Bedrock InvokeModel", new BedrockPayload(new AnthropicDialect()), Framing.AWS_CHUNKS) {
        @Override
        String path(Question question) {
            return "/model/" + question.model() + (question.streamed() ? "/invoke-with-response-stream" : "/invoke");
        }

        @Override
        String body(Question question) {
            return "{\"anthropic_version\":\"bedrock-2023-05-31\"," + Bodies.anthropic(question) + "}";
        }
    },
    VERTEX_CLAUDE("Vertex rawPredict", new AnthropicDialect(), Framing.SSE) {
        @Override
        String path(Question question) {
            return "/v1/projects/p/locations/l/publishers/anthropic/models/" + question.model()
                    + (question.streamed() ? ":streamRawPredict" : ":rawPredict");
        }

        @Override
        String body(Question question) {
            return "{\"anthropic_version\":\"vertex-2023-10-16\",\"stream\":" + question.streamed() + ","
                    + Bodies.anthropic(question) + "}";
        }
    },
    OPENAI_CHAT("OpenAI Chat", new OpenAiDialect(), Framing.SSE) {
        @Override
        String path(Question question) {
            return "/v1/chat/completions";
        }

        @Override
        String body(Question question) {
            return "{\"model\":" + quoted(question.model()) + ",\"stream\":" + question.streamed()
                    + (question.streamed() ? ",\"stream_options\":{\"include_usage\":true}" : "") + ","
                    + Bodies.chat(question) + "}";
        }
    },
    OPENAI_RESPONSES("OpenAI Responses", new ResponsesDialect(), Framing.SSE) {
        @Override
        String path(Question question) {
            return "/v1/responses";
        }

        @Override
        String body(Question question) {
            return "{\"model\":" + quoted(question.model()) + ",\"stream\":" + question.streamed() + ","
                    + Bodies.responses(question) + "}";
        }
    },
    BEDROCK_CONVERSE("Bedrock Converse", new ConverseDialect(), Framing.AWS_EVENTS) {
        @Override
        String path(Question question) {
            return "/model/" + question.model() + (question.streamed() ? "/converse-stream" : "/converse");
        }

        @Override
        String body(Question question) {
            return "{" + Bodies.converse(question) + "}";
        }
    },
    GEMINI("Gemini", new GeminiDialect(), Framing.SSE) {
        @Override
        String path(Question question) {
            return "/v1beta/models/" + question.model()
                    + (question.streamed() ? ":streamGenerateContent?alt=sse" : ":generateContent");
        }

        @Override
        String body(Question question) {
            return "{" + Bodies.gemini(question) + "}";
        }
    };

    final String title;
    final Dialect dialect;
    final Framing framing;

    Face(String title, Dialect dialect, Framing framing) {
        this.title = title;
        this.dialect = dialect;
        this.framing = framing;
    }

    abstract String path(Question question);

    abstract String body(Question question);

    /**
     * The next turn of a conversation: the first question, the answer with its calls as the client got it, and the
     * results of the calls.
     */
    String next(Question question, byte[] answer) {
        JsonNode got = Json.parse(answer);
        return switch (this) {
            case ANTHROPIC, BEDROCK_INVOKE, VERTEX_CLAUDE -> after(question, "messages", "{\"role\":\"assistant\",\"content\":"
                    + got.path("content") + "},{\"role\":\"user\",\"content\":[" + results(got.path("content"),
                            call -> call.path("type").asText().equals("tool_use"),
                            call -> "{\"type\":\"tool_result\",\"tool_use_id\":" + call.path("id") + ",\"content\":\""
                                    + Question.RESULT + "\"}") + "]}");
            case OPENAI_CHAT -> after(question, "messages", got.at("/choices/0/message") + ","
                    + results(got.at("/choices/0/message/tool_calls"), call -> true,
                            call -> "{\"role\":\"tool\",\"tool_call_id\":" + call.path("id") + ",\"content\":\""
                                    + Question.RESULT + "\"}"));
            case OPENAI_RESPONSES -> after(question, "input", items(got.path("output")) + ","
                    + results(got.path("output"), item -> item.path("type").asText().equals("function_call"),
                            item -> "{\"type\":\"function_call_output\",\"call_id\":" + item.path("call_id")
                                    + ",\"output\":\"" + Question.RESULT + "\"}"));
            case BEDROCK_CONVERSE -> after(question, "messages", got.at("/output/message") + ",{\"role\":\"user\",\"content\":["
                    + results(got.at("/output/message/content"), block -> block.has("toolUse"),
                            block -> "{\"toolResult\":{\"toolUseId\":" + block.at("/toolUse/toolUseId")
                                    + ",\"content\":[{\"text\":\"" + Question.RESULT + "\"}]}}") + "]}");
            case GEMINI -> after(question, "contents", got.at("/candidates/0/content") + ",{\"role\":\"user\",\"parts\":["
                    + results(got.at("/candidates/0/content/parts"), part -> part.has("functionCall"),
                            part -> "{\"functionResponse\":{\"id\":" + (part.at("/functionCall").has("id")
                                    ? part.at("/functionCall/id") : "null") + ",\"name\":" + part.at("/functionCall/name")
                                    + ",\"response\":{\"output\":\"" + Question.RESULT + "\"}}}") + "]}");
        };
    }

    private String after(Question question, String field, String more) {
        JsonNode first = Json.parse(body(question).getBytes(StandardCharsets.UTF_8));
        String turns = first.path(field).toString();
        String all = turns.substring(0, turns.length() - 1) + "," + more + "]";
        ((com.fasterxml.jackson.databind.node.ObjectNode) first).set(field,
                Json.parse(all.getBytes(StandardCharsets.UTF_8)));
        return first.toString();
    }

    private static String items(JsonNode output) {
        String list = output.toString();
        return list.substring(1, list.length() - 1);
    }

    private static String results(JsonNode blocks, java.util.function.Predicate<JsonNode> call,
            java.util.function.Function<JsonNode, String> result) {
        StringBuilder all = new StringBuilder();
        for (JsonNode block : blocks) {
            if (call.test(block)) {
                all.append(all.length() == 0 ? "" : ",").append(result.apply(block));
            }
        }
        return all.toString();
    }

    /** Arguments of the call in the history, for {@link Bodies}. */
    static String pastInput() {
        return Told.INPUT;
    }
}
