package io.github.llmgateway.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.StopReason;
import io.github.llmgateway.chat.Tally;
import io.github.llmgateway.dialect.StreamObserver;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ObserverTest {

    private static final String USAGE =
            "{\"choices\":[],\"usage\": {\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
    private final Tally tally = new Tally();

    private boolean look(StreamObserver observer, String data) {
        byte[] bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        return observer.event(null, bytes, 6, bytes.length - 2, tally);
    }

    @Test
    void theUsageChunkIsWithheldFromThoseWhoDidNotAsk() {
        StreamObserver observer = new OpenAiDialect().observer(true);
        assertThat(look(observer, "{\"model\":\"gpt-x\",\"choices\":[{\"delta\":{\"content\":\"\"}}],\"usage\":null}"))
                .isTrue();
        assertThat(look(observer, "{\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\":{\"}}],\"usage\":null}"))
                .isTrue();
        assertThat(observer.complete()).isFalse();
        assertThat(look(observer, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}")).isTrue();
        assertThat(look(observer, USAGE)).isFalse();
        assertThat(look(observer, "[DONE]")).isTrue();
        assertThat(observer.complete()).isTrue();
        assertThat(tally.model).isEqualTo("gpt-x");
        assertThat(tally.usage.output()).isEqualTo(2);
        assertThat(tally.reason).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(tally.failure).isNull();
    }

    @Test
    void theUsageChunkReachesThoseWhoAsked() {
        assertThat(look(new OpenAiDialect().observer(false), USAGE)).isTrue();
    }

    @Test
    void whatAFailedAnswerHasCostIsNotedToo() {
        StreamObserver observer = new OpenAiDialect().observer(true);
        look(observer, "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
        assertThat(look(observer, "{\"error\":{\"code\":400,\"message\":\"Token limit reached\"},\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":43,\"completion_tokens\":10,\"total_tokens\":53}}")).isTrue();
        assertThat(tally.failure).isNotNull();
        assertThat(tally.usage.output()).isEqualTo(10);
    }

    @Test
    void anErrorInTheStreamIsNoted() {
        StreamObserver observer = new OpenAiDialect().observer(true);
        look(observer, "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
        assertThat(look(observer, "{\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}")).isTrue();
        assertThat(tally.failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
        assertThat(observer.complete()).isFalse();
    }
}
