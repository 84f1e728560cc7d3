package io.github.llmgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.testing.Answers;
import io.github.llmgateway.testing.RunningGateway;
import io.github.llmgateway.testing.StubProvider;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider of Claude that does not know a field of a newer client's: asked once more without it, and never again with it. */
class RefusedFieldsTest {

    private static final String BODY = ("{'model':'claude', 'max_tokens':9,\n 'system':[{'type':'text','text':'cache_control.scope',"
            + "'cache_control':{'type':'ephemeral','scope':'global'}}],\n 'tools':[{'defer_loading':true,'name':'a', 'strict': true,"
            + "'input_schema':{'type':'object','properties':{'strict':{'type':'string'}}}},\n {'name':'b','eager_input_streaming':true,"
            + "'input_examples':[{'x':20.0}],'cache_control':{'ttl':'1h','type':'ephemeral'}}],"
            + "\n 'messages':[{'role':'user','content':'2+2', 'output_config':{'effort':'low'}},"
            + "\n {'role':'assistant','content':[{'type':'tool_use','id':'t','name':'a','input':{'caller':1,'strict':2},"
            + "'caller':{'type':'direct'}}]},\n {'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':"
            + "[{'type':'text','text':'4','cache_control':{'scope':'global','type':'ephemeral'}}]}]}],"
            + "\n 'thinking':{'type':'adaptive','display':'omitted'}, 'output_config':{'effort':'low'}, 'speed':'fast'}")
            .replace('\'', '"');

    private StubProvider provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        provider = new StubProvider(StubProvider.json(200, Answers.ANTHROPIC));
        gateway = RunningGateway.with("""
                model_list:
                  - model_name: claude
                    litellm_params: {model: anthropic/claude-test, api_key: k, api_base: %s}
                """.formatted(provider.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "tools.0.custom.defer_loading | tools.defer_loading | 'defer_loading':true,",
        "tools.0.custom.strict | tools.strict | ^ 'strict': true,^",
        "tools.1.eager_input_streaming | tools.eager_input_streaming | 'eager_input_streaming':true,",
        "tools.1.custom.input_examples | tools.input_examples | 'input_examples':[{'x':20.0}],",
        "system.0.cache_control.ephemeral.scope | cache_control.scope | ,'scope':'global'~'scope':'global',",
        "tools.1.custom.cache_control.ephemeral.ttl | cache_control.ttl | 'ttl':'1h',",
        "messages.0.output_config | messages.output_config | ^, 'output_config':{'effort':'low'}^",
        "messages.1.content.0.tool_use.caller | messages.content.caller | ,'caller':{'type':'direct'}",
        "thinking.adaptive.display | thinking.display | ,'display':'omitted'",
        "output_config.effort | output_config.effort | ^ 'output_config':{'effort':'low'},^",
        "output_config | output_config | ^ 'output_config':{'effort':'low'},^",
        "speed | speed | ^, 'speed':'fast'^"})
    void isSentNoMoreAndAllElseIsSentAsItCame(String refused, String name, String gone) throws Exception {
        String left = BODY.replace("\"model\":\"claude\"", "\"model\":\"claude-test\"");
        for (String bytes : gone.replace('\'', '"').split("~")) {
            left = name.equals("output_config") || name.equals("output_config.effort")
                    ? left.replace("\"omitted\"}," + bytes, "\"omitted\"},") : left.replaceFirst(
                            Pattern.quote(bytes), "");
        }
        String accepted = left;
        provider.behave((asked, response) -> response.setStatusCode(asked.text().equals(accepted) ? 200 : 400)
                .putHeader("content-type", "application/json").end(asked.text().equals(accepted) ? Answers.ANTHROPIC
                        : refusal(refused + ": Extra inputs are not permitted")));

        HttpResponse<String> first = gateway.post("/v1/messages", BODY);
        HttpResponse<String> second = gateway.post("/v1/messages", BODY);

        assertThat(provider.last().text()).isEqualTo(accepted);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-gateway-dropped")).contains(name);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(provider.asked()).as("one call was repeated").hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "The model returned the following errors: tools.0.custom.strict: Extra inputs are not permitted",
        "2 request validation errors: Extra inputs are not permitted, field: 'tools[0].strict', value: True; and more"})
    void isKnownInTheWordsOfOtherServers(String message) throws Exception {
        provider.behave((asked, response) -> response.setStatusCode(asked.json().at("/tools/0").has("strict") ? 400 : 200)
                .putHeader("content-type", "application/json").end(asked.json().at("/tools/0").has("strict")
                        ? refusal(message) : Answers.ANTHROPIC));

        assertThat(gateway.post("/v1/messages", BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void isLeftOutOfWhatIsTranslatedToo() throws Exception {
        provider.behave((asked, response) -> response.setStatusCode(asked.json().at("/tools/0").has("strict") ? 400 : 200)
                .putHeader("content-type", "application/json").end(asked.json().at("/tools/0").has("strict")
                        ? refusal("tools.0.custom.strict: Extra inputs are not permitted") : Answers.ANTHROPIC));

        HttpResponse<String> answer = gateway.post("/v1/chat/completions", "{\"model\":\"claude\",\"messages\":[{\"role\":"
                + "\"user\",\"content\":\"2+2\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"strict\":true,"
                + "\"parameters\":{\"type\":\"object\",\"properties\":{\"strict\":{}},\"additionalProperties\":false}}}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.last().json().at("/tools/0/input_schema/properties").has("strict")).isTrue();
        assertThat(answer.headers().firstValue("x-gateway-dropped")).contains("tools.strict");
    }

    @Test
    void severalAreLearntInOneRequest() throws Exception {
        provider.behave((asked, response) -> {
            String name = asked.json().at("/tools/0").has("strict") ? "tools.0.custom.strict"
                    : asked.json().at("/tools/1").has("input_examples") ? "tools.1.custom.input_examples"
                            : asked.json().has("speed") ? "speed" : null;
            response.setStatusCode(name == null ? 200 : 400).putHeader("content-type", "application/json")
                    .end(name == null ? Answers.ANTHROPIC : refusal(name + ": Extra inputs are not permitted"));
        });

        assertThat(gateway.post("/v1/messages", BODY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages.1.content.0.tool_use.input", "tools.0.custom.input_schema", "tools.1.allowed_callers",
        "mcp_servers", "output_config.format", "tools.0.name 'speed: x', speed"})
    void whatIsMeantIsNotLeftOutAndTheClientIsTold(String meant) throws Exception {
        provider.behave(StubProvider.json(400, refusal(meant + ": Extra inputs are not permitted")));

        HttpResponse<String> answer = gateway.post("/v1/messages", BODY);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(meant);
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void anAnswersSchemaIsNotLeftOutWithTheFieldThatHoldsIt() throws Exception {
        provider.behave(StubProvider.json(400, refusal("output_config: Extra inputs are not permitted")));

        gateway.post("/v1/messages", BODY);
        HttpResponse<String> answer = gateway.post("/v1/messages",
                BODY.replace("\"output_config\":{\"effort\":\"low\"}, \"speed\"",
                        "\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\"}}, \"speed\""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(provider.last().json().at("/output_config/format/type").asText()).isEqualTo("json_schema");
    }

    private static String refusal(String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}";
    }
}
