package io.github.llmgateway.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import io.github.llmgateway.body.Splice;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScannerTest {

    private static Outline scan(String body) throws Failure {
        return Requests.RESPONSES.scan(body.getBytes(StandardCharsets.UTF_8), Operation.CHAT, 50);
    }

    @Test
    void codexRequestIsOutlined() throws Failure {
        Outline outline = scan(Requests.CODEX);
        assertThat(outline.model).isEqualTo("gpt-5.1-codex");
        assertThat(outline.stream).isTrue();
        assertThat(outline.thinking).isTrue();
        assertThat(outline.tools).isTrue();
        assertThat(outline.serverTools).isEqualTo(2);
        assertThat(outline.freeformTools).containsExactly("apply_patch");
        assertThat(outline.toolNamespaces).containsExactly("mcp__files");
        assertThat(outline.messages).isEqualTo(7);
        assertThat(outline.images || outline.documents).isFalse();
        assertThat(outline.textBytes).isBetween(600L, 1500L);
    }

    @Test
    void tagsAreFoundWhereverTheyStandAndCanBeTakenOut() throws Failure {
        String body = "{\"model\":\"m\",\"input\":\"a\",\"metadata\":{\"a\":\"1\",\"tags\":[\"eu\"]},\"tags\":[\"paid\"]}";
        Outline outline = scan(body);
        assertThat(outline.tags).containsExactly("eu", "paid");
        assertThat(outline.forGateway).containsExactly("tags");
        assertThat(Content.of(body.getBytes(StandardCharsets.UTF_8)).with(List.of(outline.withoutTags)).toString())
                .isEqualTo(body.replace(",\"tags\":[\"eu\"]", ""));
    }

    @Test
    void aConversationKeepsItsKeyAsItGrows() throws Failure {
        String begin = "{\"model\":\"m\",\"instructions\":\"I\",\"input\":[{\"role\":\"user\",\"content\":\"Hello\"}";
        long first = scan(begin + "]}").conversation;
        assertThat(scan(begin + ",{\"role\":\"assistant\",\"content\":\"Hi\"},{\"role\":\"user\",\"content\":\"?\"}]}")
                .conversation).isEqualTo(first);
        assertThat(scan(begin.replace("Hello", "Other") + "]}").conversation).isNotEqualTo(first);
        assertThat(scan(begin.replace("\"I\"", "\"J\"") + "]}").conversation).isNotEqualTo(first);
        assertThat(scan("{\"model\":\"m\",\"input\":\"a\"}").conversation)
                .isNotEqualTo(scan("{\"model\":\"m\",\"input\":\"b\"}").conversation);
    }

    @Test
    void picturesAndFilesAreSeenAndNotCountedAsText() throws Failure {
        Outline outline = scan("""
                {"model":"m","max_output_tokens":99,"user":"u","reasoning":{"effort":"none"},"input":[{"role":"user",
                "content":[{"type":"input_image","image_url":"data:image/png;base64,%s"},{"type":"input_file",
                "file_data":"data:application/pdf;base64,AAAA"},{"type":"input_text","text":"what?"}]}]}"""
                .formatted("A".repeat(9000)));
        assertThat(outline.images).isTrue();
        assertThat(outline.documents).isTrue();
        assertThat(outline.textBytes).isLessThan(100);
        assertThat(outline.maxTokens).isEqualTo(99);
        assertThat(outline.thinking).isFalse();
        assertThat(outline.user).isNotZero();
    }

    @Test
    void onlyTheModelsNameIsChanged() throws Failure {
        String body = "{ \"input\" : \"x\\u00e9 20.0\", \"model\":\"asked\",\"unknown\":[1.0] }";
        Outline outline = scan(body);
        List<Splice> splices = Requests.RESPONSES.address(outline, Operation.CHAT, "gpt-\"5\"");
        assertThat(splices).hasSize(1);
        Splice splice = splices.get(0);
        assertThat(body.substring(0, splice.start()) + new String(splice.bytes(), StandardCharsets.UTF_8)
                + body.substring(splice.end())).isEqualTo(body.replace("\"asked\"", "\"gpt-\\\"5\\\"\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[U, S , U]|[U , U]", "[S, U]|[U]", "[S,S, U,S]|[U]", "[S]|[]", "[U,S,S,O,U]|[U,O,U]", "[U,O,S ]|[U,O ]"})
    void whatClaudeHasSignedDoesNotGoToOpenAi(String sent, String received) throws Failure {
        String body = items(sent);
        List<Splice> splices = Requests.RESPONSES.address(scan(body), Operation.CHAT, "m");
        StringBuilder written = new StringBuilder();
        int at = 0;
        for (Splice splice : splices) {
            written.append(body, at, splice.start()).append(new String(splice.bytes(), StandardCharsets.UTF_8));
            at = splice.end();
        }
        assertThat(written.append(body.substring(at))).hasToString(items(received));
    }

    private static String items(String list) {
        return "{\"input\":" + list.replace("U", "{\"role\":\"user\",\"content\":\"x\"}")
                .replace("S", "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"signed#Eq\"}")
                .replace("O", "{\"type\":\"reasoning\",\"encrypted_content\":\"gAAA\"}") + ",\"model\":\"m\"}";
    }

    @Test
    void aKeptConversationNeedsNoInput() throws Failure {
        assertThat(scan("{\"model\":\"m\",\"previous_response_id\":\"resp_1\"}").messages).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "model               | {\"input\":\"x\"}",
        "input               | {\"model\":\"m\"}",
        "input               | {\"model\":\"m\",\"input\":7}",
        "input[1]            | {\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"x\"},\"y\"]}",
        "input[0].content[1] | {\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{},3]}]}",
        "input[0].role       | {\"model\":\"m\",\"input\":[{\"role\":1}]}",
        "tools[0]            | {\"model\":\"m\",\"input\":\"x\",\"tools\":[\"f\"]}",
        "max_output_tokens   | {\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":\"9\"}",
        "reasoning           | {\"model\":\"m\",\"input\":\"x\",\"reasoning\":\"high\"}",
        "instructions        | {\"model\":\"m\",\"input\":\"x\",\"instructions\":[]}"})
    void aBadShapeIsNamed(String field, String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.param()).isEqualTo(field));
    }
}
