package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.dialect.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaExampleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'type':'object','properties':{'a':{'type':'string'}}}                                      | {}",
        "{'required':['a','b'],'properties':{'a':{'enum':['x','y']},'b':{'const':7}}}                | {'a':'x','b':7}",
        "{'type':['null','integer'],'exclusiveMinimum':4}                                             | 5",
        "{'type':'integer','maximum':-2.5}                                                            | -3",
        "{'type':'integer','minimum':7,'multipleOf':5}                                                | 10",
        "{'type':'integer','exclusiveMaximum':0}                                                      | -1",
        "{'type':'number','exclusiveMinimum':0,'maximum':1}                                           | 0.5",
        "{'type':'array','minItems':2,'prefixItems':[{'type':'boolean'}],'items':{'type':'null'}}     | [true,null]",
        "{'type':'array','items':{'type':'string'}}                                                   | []",
        "{'type':'string','maxLength':3}                                                              | 'sim'",
        "{'type':'string','minLength':11}                                                             | 'simulatorxx'",
        "{'type':'string','format':'date'}                                                            | '2025-01-01'",
        "{'anyOf':[{'type':'null'},{'type':'boolean'}]}                                               | true",
        "{'type':'object','required':['a'],'oneOf':[{'required':['b']}],'properties':{'b':{'default':1}}} | {'a':'simulator','b':1}",
        "{'allOf':[{'$ref':'#/$defs/n'},{'required':['z']}],'$defs':{'n':{'type':'object','required':['n'],'properties':{'n':{'type':'integer'}}}}} | {'n':0,'z':'simulator'}",
        "{'$ref':'#/$defs/missing'}                                                                   | 'simulator'",
        "{'$ref':'http://elsewhere/x'}                                                                | 'simulator'",
        "true                                                                                         | 'simulator'"})
    void givesTheLeastThatASchemaAllows(String schema, String wanted) {
        assertThat(SchemaExample.of(Json.parse(bytes(schema))).toString()).isEqualTo(wanted.replace('\'', '"'));
    }

    @Test
    void aSchemaThatRefersToItselfEnds() {
        String wide = "{'$ref':'#/$defs/a','$defs':{'a':{'type':'object','required':['x','y','z'],'properties':"
                + "{'x':{'$ref':'#/$defs/a'},'y':{'$ref':'#/$defs/a'},'z':{'type':'array','minItems':1000000000,"
                + "'items':{'$ref':'#'}}}}}}";
        assertThat(SchemaExample.of(Json.parse(bytes(wide))).toString()).hasSizeLessThan(100_000);
        assertThat(SchemaExample.of(Json.parse(bytes("{'$ref':'#'}"))).toString()).isEqualTo("\"simulator\"");
        assertThat(SchemaExample.of(Json.parse(bytes("{'allOf':[{'$ref':'#'}]}"))).toString()).isEqualTo("\"simulator\"");
    }

    @Test
    void aToolsInputIsAnObjectWhateverItsSchemaSays() {
        assertThat(SchemaExample.object(Json.parse(bytes("{'type':'string'}"))).toString()).isEqualTo("{}");
        assertThat(SchemaExample.object(null).toString()).isEqualTo("{}");
    }

    private static byte[] bytes(String json) {
        return json.strip().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
