package io.github.llmgateway.dialect.gemini;

import static io.github.llmgateway.dialect.gemini.Request.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Loss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaWriterTest {

    private final List<Loss> losses = new ArrayList<>();

    private String reduce(String schema) {
        return SchemaWriter.write(json(schema), "tools", losses).toString().replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'$schema':'x','type':'string','format':'uri'} | {'type':'string'}",
        "{'const':'a'} | {'enum':['a']}",
        "{'const':null} | {'type':'null'}",
        "{'type':'boolean','enum':[true,false]} | {'type':'boolean'}",
        "{'type':['string','null'],'enum':['a',null]} | {'type':['string','null'],'enum':['a']}",
        "{'type':'integer','exclusiveMinimum':3,'exclusiveMaximum':9} | {'type':'integer','minimum':4,'maximum':8}",
        "{'oneOf':[{'type':'string'},true]} | {'anyOf':[{'type':'string'},{}]}",
        "{'items':[{'type':'number'}]} | {'prefixItems':[{'type':'number'}]}",
        "{'properties':{'const':{'type':'string'}},'additionalProperties':false} "
            + "| {'properties':{'const':{'type':'string'}},'additionalProperties':false}",
        "{'allOf':[{'properties':{'a':{}},'required':['a']},{'properties':{'b':{}},'required':['b']}]} "
            + "| {'properties':{'a':{},'b':{}},'required':['a','b']}",
        "{'allOf':[{'required':['a']}],'required':['b']} | {'required':['a','b']}",
        "{'$ref':'#/$defs/a','description':'d','$defs':{'a':{'type':'string','description':'e'}}} "
            + "| {'type':'string','description':'d'}",
        "{'$ref':'#/definitions/a~1b','definitions':{'a/b':{'maximum':20.50}}} | {'maximum':20.50}"})
    void whatMeansTheSameIsSaidOtherwiseInSilence(String schema, String expected) {
        assertThat(reduce(schema)).isEqualTo(expected);
        assertThat(losses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'type':'number','exclusiveMinimum':0} | {'type':'number','minimum':0} | tools.exclusiveMinimum",
        "{'type':'number','multipleOf':2,'not':{}} | {'type':'number'} | tools.multipleOf",
        "{'enum':[{'a':1}]} | {} | tools.enum",
        "{'$ref':'https://example.com/schema'} | {} | tools.$ref",
        "{'patternProperties':{'a':{}}} | {} | tools.patternProperties"})
    void whatIsLostIsNamed(String schema, String expected, String lost) {
        assertThat(reduce(schema)).isEqualTo(expected);
        assertThat(losses).extracting(Loss::field).contains(lost);
        assertThat(losses).allMatch(Loss::harmless);
    }

    @Test
    void aTreeOfItselfEndsAtItsSecondRound() {
        assertThat(reduce("{'$ref':'#/$defs/node','$defs':{'node':{'type':'object',"
                + "'properties':{'left':{'$ref':'#/$defs/node'},'right':{'$ref':'#'}}}}}"))
                .isEqualTo("{'type':'object','properties':{'left':{'type':'object'},'right':{'type':'object'}}}");
        assertThat(losses).extracting(Loss::field).containsExactly("tools.$ref");
    }

    @Test
    void aSchemaThatUnfoldsWithoutEndIsCut() {
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            definitions.append(i == 0 ? "" : ",").append("'d" + i + "':{'properties':{'a':{'$ref':'#/$defs/d" + (i + 1)
                    + "'},'b':{'$ref':'#/$defs/d" + (i + 1) + "'}}}");
        }
        String schema = "{'$ref':'#/$defs/d0','$defs':{" + definitions + ",'d40':{'type':'string'}}}";
        assertThat(reduce(schema).length()).isLessThan(2_000_000);
        assertThat(losses).extracting(Loss::field).contains("tools.$ref");
    }
}
