package io.github.llmgateway.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.dialect.Asked;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {

    private final GeminiDialect dialect = new GeminiDialect();

    private static byte[] bytes(String quoted) {
        return quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private Outline scan(String body) throws Failure {
        return dialect.scan(Content.of(bytes(body)), Operation.CHAT, new Asked("gemini-2.5-flash", true), 50);
    }

    @Test
    void thePathNamesTheModelAndWhetherEventsAreWanted() throws Failure {
        Outline outline = scan("{'model':'models/other','contents':[{'parts':[{'text':'Hi'}]}]}");
        assertThat(outline.model).isEqualTo("gemini-2.5-flash");
        assertThat(outline.stream).isTrue();
        assertThat(outline.messages).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'contents':[{'role':'user','parts':[{'text':'Hi'},{'inlineData':{'mimeType':'image/png','data':'QQ=='}},"
            + "{'fileData':{'fileUri':'gs://a','mimeType':'application/pdf'}}]},"
            + "{'role':'model','parts':[{'text':'a'}]}],"
            + "'systemInstruction':{'parts':[{'text':'Be brief'}]},'tools':[{'functionDeclarations':[]}],"
            + "'generationConfig':{'maxOutputTokens':100,'thinkingConfig':{'thinkingBudget':1024}}}",
        "{'system_instruction':{'parts':{'text':'Be brief'}},'tools':{'function_declarations':[]},"
            + "'generation_config':{'max_output_tokens':'100','thinking_config':{'thinking_level':'low'}},"
            + "'contents':[{'parts':[{'text':'Hi'},{'inline_data':{'data':'QQ==','mime_type':'image/png'}},"
            + "{'file_data':{'file_uri':'gs://a','mime_type':'application/pdf'}}]},"
            + "{'role':'model','parts':{'text':'a'}}]}"})
    void bothSpellingsOfTheFieldsAreKnown(String body) throws Failure {
        Outline outline = scan(body);
        assertThat(outline.images && outline.documents && outline.tools && outline.thinking).isTrue();
        assertThat(outline.maxTokens).isEqualTo(100);
        assertThat(outline.messages).isEqualTo(2);
        assertThat(outline.textBytes).isBetween(40L, 120L);
    }

    @Test
    void picturesAreNotCountedAsText() throws Failure {
        String data = "A".repeat(100_000);
        assertThat(scan("{'contents':[{'parts':[{'inlineData':{'mimeType':'image/png','data':'" + data
                + "'}}]}]}").textBytes).isLessThan(100);
    }

    @Test
    void aConversationKeepsItsKeyWhileItGrows() throws Failure {
        String first = "{'systemInstruction':{'parts':[{'text':'S'}]},"
                + "'contents':[{'role':'user','parts':[{'text':'Hi'}]}";
        long key = scan(first + "]}").conversation;
        assertThat(scan(first + ",{'role':'model','parts':[{'text':'Ho'}]},{'role':'user','parts':[{'text':'x'}]}]}")
                .conversation).isEqualTo(key);
        assertThat(scan(first.replace("Hi", "He") + "]}").conversation).isNotEqualTo(key);
    }

    @Test
    void aCountedRequestNamesTheModelWithinAndGetsTheDeploymentsName() throws Failure {
        String body = "{'generateContentRequest':{'model' : 'models/alias','contents':[{'parts':[{'text':'Hi'}]}]}}";
        Outline outline = dialect.scan(Content.of(bytes(body)), Operation.COUNT_TOKENS, Asked.IN_BODY, 50);
        assertThat(outline.model).isEqualTo("alias");
        assertThat(outline.messages).isEqualTo(1);
        String sent = Content.of(bytes(body)).with(dialect.address(outline, Operation.COUNT_TOKENS, "real"))
                .toString(StandardCharsets.UTF_8);
        assertThat(sent).isEqualTo(body.replace('\'', '"').replace("models/alias", "models/real"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{} | contents",
        "{'contents':[]} | contents",
        "{'contents':'x'} | contents",
        "{'contents':[1]} | contents[0]",
        "{'contents':[{'role':'assistant','parts':[]}]} | contents[0].role",
        "{'contents':[{'role':1}]} | contents[0].role",
        "{'contents':[{'parts':'x'}]} | contents[0].parts",
        "{'contents':[{'parts':[{},2]}]} | contents[0].parts[1]",
        "{'contents':[{'parts':[{'text':1}]}]} | contents[0].parts[0].text",
        "{'contents':[{'parts':[{'inlineData':'x'}]}]} | contents[0].parts[0].inlineData",
        "{'contents':[{'parts':[{'functionCall':[]}]}]} | contents[0].parts[0].functionCall",
        "{'systemInstruction':'x','contents':[{}]} | systemInstruction",
        "{'tools':1,'contents':[{}]} | tools",
        "{'generationConfig':[],'contents':[{}]} | generationConfig",
        "{'generationConfig':{'maxOutputTokens':'x'},'contents':[{}]} | generationConfig.maxOutputTokens"})
    void aWrongShapeIsRefusedByTheNameOfItsField(String body, String field) {
        assertThatThrownBy(() -> scan(body)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
            assertThat(failure.param()).isEqualTo(field);
            assertThat(failure.getMessage()).startsWith(field);
        });
    }

    @Test
    void aModelMustBeNamed() {
        assertThatThrownBy(() -> dialect.scan(bytes("{'contents':[{}]}"), Operation.CHAT, 50))
                .hasMessageContaining("models/NAME");
    }
}
