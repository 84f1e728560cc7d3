package io.github.llmgateway.standin;

import static io.github.llmgateway.standin.Nodes.each;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the servers of one payload format demand besides: fields that name the version, headers, the query. */
final class Envelope {

    private static final String ANTHROPIC = "docs.claude.com/en/api/versioning";
    private static final String BEDROCK = "docs.aws.amazon.com/bedrock/latest/userguide/"
            + "model-parameters-anthropic-claude-messages-request-response.html";
    private static final String VERTEX = "cloud.google.com/vertex-ai/generative-ai/docs/partner-models"
            + "/claude/use-claude";
    private static final String AZURE = "learn.microsoft.com/azure/ai-foundry/openai/reference";
    private static final String MISTRAL = "docs.mistral.ai/api/endpoint/chat";

    /** The fields of Mistral's chat (docs.mistral.ai/api/endpoint/chat). */
    static final Set<String> MISTRAL_FIELDS = Set.of("model", "messages", "max_tokens", "tools", "tool_choice",
            "parallel_tool_calls", "temperature", "top_p", "n", "stop", "stream", "response_format", "random_seed",
            "safe_prompt", "frequency_penalty", "presence_penalty", "prediction", "prompt_mode", "metadata",
            "reasoning_effort");

    /** A body that is JSON is said to be so. */
    static final Rule JSON = new Rule("content-type: application/json", "rfc-editor.org/rfc/rfc9110#section-8.3",
            q -> q.header("content-type").startsWith("application/json"));

    private Envelope() {
    }

    static List<Rule> anthropic() {
        return List.of(new Rule("anthropic-version: header is required", ANTHROPIC,
                q -> q.header("anthropic-version").matches("\\d{4}-\\d{2}-\\d{2}")), model(ANTHROPIC));
    }

    static List<Rule> bedrockInvoke() {
        return List.of(
                new Rule("anthropic_version: bedrock-2023-05-31", BEDROCK, q -> q.counting()
                        || q.at("anthropic_version").asText().equals("bedrock-2023-05-31")),
                new Rule("invalid beta flag", BEDROCK, q -> each(q.at("anthropic_beta")).map(b -> b.asText())
                        .allMatch(q.beta())));
    }

    static List<Rule> vertexClaude() {
        return List.of(
                new Rule("anthropic_version: vertex-2023-10-16", VERTEX, q -> q.counting()
                        || q.at("anthropic_version").asText().equals("vertex-2023-10-16")),
                new Rule("stream: as the method in the path says", VERTEX,
                        q -> q.counting() || q.at("stream").asBoolean() == q.streamed()),
                new Rule("model: in the body only where tokens are counted", VERTEX,
                        q -> q.counting() == q.body().has("model")),
                new Rule("invalid beta flag", VERTEX, q -> Stream.concat(
                        Stream.of(q.header("anthropic-beta").split(","))
                        .map(String::strip).filter(b -> !b.isEmpty()),
                        each(q.at("anthropic_beta")).map(b -> b.asText())).allMatch(q.beta())));
    }

    static List<Rule> vertexOpenAi() {
        return List.of(new Rule("model: publisher/model", "cloud.google.com/vertex-ai/generative-ai/docs/start/openai",
                q -> q.at("model").asText().matches("[a-z-]+/.+")));
    }

    /** Mistral's ids are others than OpenAI's. */
    static List<Rule> mistral() {
        return List.of(model(MISTRAL),
                new Rule("Tool call id must be a-z, A-Z, 0-9, with a length of 9", "github.com/mistralai/mistral-common"
                        + " (InvalidFunctionCallException)", q -> each(q.at("messages")).flatMap(m -> Stream.concat(
                                each(m.path("tool_calls")).map(c -> c.path("id")), Stream.of(m.path("tool_call_id"))))
                                .allMatch(id -> id.isMissingNode() || id.asText().matches("[a-zA-Z0-9]{9}"))),
                new Rule("Expected last role user or tool", MISTRAL, q -> {
                    var last = Turns.last(q.at("messages"));
                    return Set.of("user", "tool").contains(last.path("role").asText())
                            || last.path("prefix").asBoolean();
                }));
    }

    static List<Rule> azureDeployment() {
        return List.of(new Rule("api-version: query parameter is required", AZURE,
                q -> q.query().matches("(.*&)?api-version=\\d{4}-\\d{2}-\\d{2}(-preview)?(&.*)?")));
    }

    /** The body names the model. */
    static Rule model(String source) {
        return new Rule("model: Field required", source, q -> !q.at("model").asText().isEmpty());
    }

    /** Those of a server before those of the format. */
    static List<Rule> all(List<Rule> some, List<Rule> more) {
        List<Rule> all = new ArrayList<>(List.of(JSON));
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
