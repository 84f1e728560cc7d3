package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Reply;
import io.github.llmgateway.dialect.StreamObserver;
import io.github.llmgateway.dialect.Target;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the replay of all recordings has uncovered, each in few words. */
class FoundByReplayTest {

    @Test
    void aUserWhoSaysNothingIsSaidToResponsesForAnEmptyListIsRefused() throws Failure {
        ChatRequest request = Format.GEMINI.dialect.read(bytes("{'systemInstruction':{'parts':[{'text':'Joke'}]},"
                + "'contents':[{'role':'user','parts':[{'text':''}]}]}"));
        JsonNode input = written(Format.RESPONSES, request, "gpt-5.1", "openai").path("input");
        assertThat(input).hasSize(1);
        assertThat(input.at("/0/role").asText()).isEqualTo("user");
    }

    @Test
    void googlesOtherAlphabetOfBase64BecomesTheOneThatAllTake() throws Failure {
        ChatRequest request = Format.GEMINI.dialect.read(bytes("{'contents':[{'role':'user','parts':[{'inlineData':"
                + "{'mimeType':'image/png','data':'_9j-4AA'}}]}]}"));
        assertThat(written(Format.ANTHROPIC, request, "claude-sonnet-4-5", "anthropic")
                .at("/messages/0/content/0/source/data").asText()).isEqualTo("/9j+4AA=");
    }

    @Test
    void groqsDefaultEffortIsNoneOfOpenAis() throws Failure {
        ChatRequest request = Format.OPENAI.dialect.read(bytes("{'model':'m','reasoning_effort':'default','messages':"
                + "[{'role':'user','content':'Hello'}]}"));
        assertThat(written(Format.RESPONSES, request, "gpt-5.3-codex", "openai").at("/reasoning").has("effort"))
                .isFalse();
    }

    @Test
    void aTypeBesideATextOfConverseHidesNothing() throws Failure {
        assertThat(Format.CONVERSE.dialect.readAnswer(bytes("{'output':{'message':{'role':'assistant','content':"
                + "[{'type':'text','text':'Hello'}]}},'stopReason':'end_turn','usage':{'inputTokens':1,"
                + "'outputTokens':1,'totalTokens':2}}")).content()).containsExactly(new ContentBlock.Text("Hello"));
    }

    @Test
    void probabilitiesOfGeminisTokensAreSpelledForResponses() throws Failure {
        byte[] answer = Format.RESPONSES.dialect.writeAnswer(Format.GEMINI.dialect.readAnswer(bytes(
                "{'candidates':[{'content':{'role':'model','parts':[{'text':'ü'}]},'finishReason':'STOP',"
                        + "'logprobsResult':{'chosenCandidates':[{'token':'ü','logProbability':-0.5}]}}],"
                        + "'modelVersion':'gemini-2.5-flash'}")),
                new Reply("asked", false, 0));
        assertThat(Json.parse(answer).at("/output/0/content/0/logprobs/0/bytes").toString()).isEqualTo("[195,188]");
    }

    @Test
    void whatOpenAiTellsBehindAnErrorBelongsToTheStream() {
        StreamObserver observer = Format.RESPONSES.dialect.observer(false);
        Tally tally = new Tally();
        tell(observer, tally, "{'type':'response.created','response':{'model':'gpt-5'}}");
        tell(observer, tally, "{'type':'error','message':'Overloaded','code':'server_error'}");
        assertThat(tally.failure).as("not over yet").isNull();
        assertThat(observer.pending()).hasMessage("Overloaded");
        tell(observer, tally, "{'type':'response.failed','response':{'error':{'code':'server_error','message':'x'}}}");
        assertThat(tally.failure).hasMessage("Overloaded");

        Tally first = new Tally();
        tell(Format.RESPONSES.dialect.observer(false), first, "{'type':'error','message':'Overloaded'}");
        assertThat(first.failure).as("another deployment may answer").hasMessage("Overloaded");
    }

    private static void tell(StreamObserver observer, Tally tally, String event) {
        byte[] bytes = bytes(event);
        observer.event(Json.parse(bytes).path("type").asText(), bytes, 0, bytes.length, tally);
    }

    private static JsonNode written(Format format, ChatRequest request, String model, String provider) {
        return format.dialect.write(request, new Target(model, provider, Operation.CHAT, 0)).body();
    }

    private static byte[] bytes(String quoted) {
        return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
