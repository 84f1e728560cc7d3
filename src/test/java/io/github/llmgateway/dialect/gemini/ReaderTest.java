package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.chat.ChatRequest;
import io.github.llmgateway.chat.ChatRequest.OutputFormat;
import io.github.llmgateway.chat.ChatRequest.Reasoning;
import io.github.llmgateway.chat.ChatRequest.Reasoning.Mode;
import io.github.llmgateway.chat.ChatRequest.Role;
import io.github.llmgateway.chat.ChatRequest.Tool;
import io.github.llmgateway.chat.ChatRequest.ToolChoice;
import io.github.llmgateway.chat.ContentBlock;
import io.github.llmgateway.chat.ContentBlock.Text;
import io.github.llmgateway.chat.ContentBlock.Thinking;
import io.github.llmgateway.chat.ContentBlock.ToolResult;
import io.github.llmgateway.chat.ContentBlock.ToolUse;
import io.github.llmgateway.chat.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderTest {

    private static ChatRequest read(String quoted) throws Failure {
        return new GeminiDialect().read(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ChatRequest with(String member) throws Failure {
        return read("{'contents':[{'parts':[{'text':'Hi'}]}]," + member + "}");
    }

    private static List<ContentBlock> parts(String parts) throws Failure {
        return read("{'contents':[{'role':'model','parts':[" + parts + "]}]}").messages().get(0).content();
    }

    @Test
    void callsWithoutIdsGetStableOnesAndResultsFindThemByNameAndOrder() throws Failure {
        String body = "{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f','args':{'n':20.0}}},"
                + "{'functionCall':{'name':'g'}},{'functionCall':{'name':'f'}}]},"
                + "{'role':'function','parts':[{'functionResponse':{'name':'g','response':{'output':'G'}}},"
                + "{'functionResponse':{'name':'f','response':{'x':1.50}}},"
                + "{'functionResponse':{'name':'f','response':{'error':'E'}}}]}]}";
        ChatRequest request = read(body);
        assertThat(request.messages().get(0).content()).containsExactly(
                new ToolUse("call_0", "f", "{\"n\":20.0}", null),
                new ToolUse("call_1", "g", "{}", null), new ToolUse("call_2", "f", "{}", null));
        assertThat(request.messages().get(1).role()).isEqualTo(Role.USER);
        assertThat(request.messages().get(1).content()).containsExactly(
                new ToolResult("call_1", List.of(new Text("G")), false, null),
                new ToolResult("call_0", List.of(new Text("{\"x\":1.50}")), false, null),
                new ToolResult("call_2", List.of(new Text("E")), true, null));
        assertThat(read(body)).isEqualTo(request);
    }

    @Test
    void idsThatAreGivenStay() throws Failure {
        ChatRequest request = read("{'contents':[{'role':'model','parts':[{'functionCall':{'id':'a','name':'f'}},"
                + "{'functionCall':{'id':'b','name':'f'}}]},{'parts':[{'functionResponse':{'id':'b','name':'f',"
                + "'response':{'output':{'k':1}},"
                + "'parts':[{'inlineData':{'mimeType':'image/png','data':'QQ=='}}]}}]}]}");
        ToolResult result = (ToolResult) request.messages().get(1).content().get(0);
        assertThat(result.toolUseId()).isEqualTo("b");
        assertThat(result.content().get(0)).isEqualTo(new Text("{\"k\":1}"));
        assertThat(result.content().get(1)).isInstanceOf(ContentBlock.Image.class);
    }

    @Test
    void aSignatureBelongsToTheThinkingBeforeItsPart() throws Failure {
        assertThat(parts("{'text':'hm','thought':true},{'functionCall':{'name':'f'},'thoughtSignature':'c2ln'}"))
                .startsWith(new Thinking("hm", "gemini#c2ln"));
        assertThat(parts("{'text':'a','thought_signature':'c2ln'},{'text':'','thoughtSignature':'ZW5k'}"))
                .containsExactly(new Thinking("", "gemini#c2ln"), new Text("a"), new Thinking("", "gemini#ZW5k"));
        assertThat(parts("{'functionCall':{'name':'f'},'thoughtSignature':'skip_thought_signature_validator'}"))
                .hasSize(1);
    }

    @Test
    void aSignatureThatIsReturnedTwiceIsThatOfOneThought() throws Failure {
        assertThat(parts("{'thoughtSignature':'c2ln'},{'functionCall':{'name':'f'},'thoughtSignature':'c2ln'}"))
                .hasSize(2).startsWith(new Thinking("", "gemini#c2ln"));
    }

    @Test
    void anotherMakersSignatureComesBackThroughAClientOfThisFormat() throws Failure {
        String packed = Signatures.forClient("Er+/Base64==");
        assertThat(packed).matches("[A-Za-z0-9+/]+=*");
        String asSdksEncodeIt = packed.replace('+', '-').replace('/', '_');
        assertThat(parts("{'text':'a','thoughtSignature':'" + asSdksEncodeIt + "'}"))
                .startsWith(new Thinking("", "Er+/Base64=="));
    }

    @Test
    void filesAreReadByBytesAndAddressAndWhatOnlyGoogleHasStaysAsItIs() throws Failure {
        List<ContentBlock> blocks = parts("{'inlineData':{'mimeType':'image/png','data':'QQ=='}},"
                + "{'inlineData':{'mimeType':'audio/mpeg','data':'QQ=='}},"
                + "{'inlineData':{'mimeType':'video/mp4','data':'QQ=='}},"
                + "{'fileData':{'fileUri':'https://x.com/a.png'}},"
                + "{'fileData':{'fileUri':'gs://x/a.png','mimeType':'image/png'}},"
                + "{'fileData':{'fileUri':'https://x.com/a','mimeType':'application/pdf'}},"
                + "{'executableCode':{'language':'PYTHON','code':'1'}}");
        assertThat(blocks).extracting(block -> block.getClass().getSimpleName())
                .containsExactly("Image", "Audio", "Opaque", "Image", "Opaque", "Document", "Opaque");
        assertThat(((ContentBlock.Audio) blocks.get(1)).format()).isEqualTo("mp3");
    }

    @Test
    void toolsAreReadInBothFormsOfTheirSchemas() throws Failure {
        ChatRequest request = with("'tools':[{'functionDeclarations':[{'name':'f','description':'d','parameters':"
                + "{'type':'OBJECT','properties':"
                + "{'a':{'type':'STRING','nullable':true,'minLength':'1','format':'enum'}}}},"
                + "{'name':'g','parameters_json_schema':{'type':'object','$id':'x'}}]},{'google_search':{}}]");
        assertThat(request.tools()).extracting(Tool::name).containsExactly("f", "g", "googleSearch");
        assertThat(request.tools().get(0).inputSchema().toString()).isEqualTo(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"],\"minLength\":1}}}");
        assertThat(request.tools().get(1).inputSchema().has("$id")).isTrue();
        assertThat(request.tools().get(2).isFunction()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", value = {
        "{'mode':'AUTO'} | AUTO | - | false",
        "{'mode':'none'} | NONE | - | false",
        "{'mode':'ANY'} | REQUIRED | - | false",
        "{'mode':'ANY','allowedFunctionNames':['f']} | TOOL | f | false",
        "{'mode':'ANY','allowed_function_names':['f','g']} | REQUIRED | - | true",
        "{'mode':'VALIDATED'} | AUTO | - | true"})
    void everyModeHasItsChoice(String config, ToolChoice.Mode mode, String name, boolean extra) throws Failure {
        ChatRequest request = with("'toolConfig':{'functionCallingConfig':" + config + "}");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice(mode, name));
        assertThat(request.extras().containsKey("toolConfig")).isEqualTo(extra);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", value = {
        "{'thinkingBudget':0} | DISABLED | - | - | -",
        "{'thinkingBudget':-1,'includeThoughts':true} | ADAPTIVE | - | - | -",
        "{'thinking_budget':2048} | ENABLED | 2048 | - | omitted",
        "{'thinkingLevel':'HIGH','includeThoughts':true} | ADAPTIVE | - | high | -"})
    void thinkingIsReadByBudgetAndByLevel(String config, Mode mode, Integer budget, String effort, String display)
            throws Failure {
        assertThat(with("'generationConfig':{'thinkingConfig':" + config + "}").reasoning())
                .isEqualTo(new Reasoning(mode, budget, effort, display));
    }

    @Test
    void aJsonSchemaIsReadAsItIsUnlessItsTypesAreGooglesOwn() throws Failure {
        String asked = "'generationConfig':{'responseMimeType':'application/json','responseJsonSchema':%s}";
        String schema = "{'type':'object','properties':{'type':{'const':'STRING'}},'minItems':'1'}";
        assertThat(with(asked.formatted(schema)).outputFormat().schema()).isEqualTo(Request.json(schema));
        assertThat(with(asked.formatted("{'type':'OBJECT','properties':{'n':{'type':'INTEGER'}}}")).outputFormat()
                .schema()).isEqualTo(Request.json("{'type':'object','properties':{'n':{'type':'integer'}}}"));
    }

    @Test
    void theRestOfTheConfigurationIsReadAndWhatHasNoWordIsAnExtra() throws Failure {
        ChatRequest request = with("'generationConfig':{'temperature':0.5,'topK':40.0,'seed':'7','stopSequences':['x'],"
                + "'candidateCount':1,'responseMimeType':'application/json','responseSchema':{'type':'STRING'},"
                + "'responseLogprobs':true,'logprobs':2,'responseModalities':['TEXT'],'mediaResolution':'LOW'},"
                + "'safetySettings':[],'cached_content':'c'");
        assertThat(request.sampling().topK()).isEqualTo(40);
        assertThat(request.sampling().seed()).isEqualTo(7);
        assertThat(request.sampling().topLogprobs()).isEqualTo(2);
        assertThat(request.stopSequences()).containsExactly("x");
        assertThat(request.outputFormat())
                .isEqualTo(new OutputFormat(Request.json("{'type':'string'}"), null, null, null));
        assertThat(request.extras())
                .containsOnlyKeys("safetySettings", "cachedContent", "generationConfig.mediaResolution");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'parts':[{'functionCall':{'args':{}}}]} | contents[0].parts[0].functionCall.name",
        "{'parts':[{'functionCall':{'name':'f','args':[]}}]} | contents[0].parts[0].functionCall.args",
        "{'parts':[{'functionResponse':{'response':{}}}]} | contents[0].parts[0].functionResponse.name",
        "{'parts':['x']} | contents[0].parts[0]",
        "{'role':'tool'} | contents[0].role"})
    void whatIsWrongIsNamed(String content, String field) {
        assertThatThrownBy(() -> read("{'contents':[" + content + "]}"))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.param()).isEqualTo(field));
    }
}
