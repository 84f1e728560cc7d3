package io.github.llmgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.chat.FailureKind;
import io.github.llmgateway.chat.Operation;
import io.github.llmgateway.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorFaultsTest {

    @ParameterizedTest
    @CsvSource({"error-429,RATE_LIMIT,429,1000", "error-529,OVERLOADED,529,1000", "error-500,API_ERROR,500,-1",
        "error-401,AUTHENTICATION,401,-1", "error-context,CONTEXT_WINDOW,400,-1", "error-content,CONTENT_POLICY,400,-1",
        "error-first-event,OVERLOADED,529,1000", "error-midstream,API_ERROR,500,-1", "error-418,INVALID_REQUEST,418,-1",
        "error-504,TIMEOUT,504,-1", "my:error_503,UNAVAILABLE,503,1000"})
    void failsAsItsNameSays(String model, FailureKind kind, int status, long retryAfterMillis) {
        Failure failure = Asked.anthropic(model, "").failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryAfterMillis()).isEqualTo(retryAfterMillis);
    }

    @Test
    void aPromptTooLongIsToldInAnthropicsWords() {
        assertThat(Asked.anthropic("error-context", "").failure()).hasMessageContaining("prompt is too long");
        Simulator small = Asked.simulator("", "max_input_tokens: 5");
        assertThat(Asked.anthropic(small, "x", "").failure().kind()).isEqualTo(FailureKind.CONTEXT_WINDOW);
    }

    @Test
    void aStreamThatBreaksEndsWithTheDialectsError() {
        Asked anthropic = Asked.anthropic("error-midstream", ",'stream':true");
        assertThat(anthropic.text()).containsSubsequence("message_start", "text_delta", "event: error")
                .doesNotContain("message_stop");
        assertThat(anthropic.call.attempt().failure().kind()).isEqualTo(FailureKind.API_ERROR);
        List<StreamEvent> events = Asked.openai("error-midstream", ",'stream':true").events();
        assertThat(Asked.said(events)).isNotEmpty();
        assertThat(events.get(events.size() - 1)).isInstanceOf(StreamEvent.Failed.class);
        assertThat(Asked.anthropic("empty-error-midstream", ",'stream':true").text())
                .containsSubsequence("message_start", "event: error");
    }

    @Test
    void anErrorAsFirstEventIsNoAnswer() {
        Asked asked = Asked.anthropic("error-first-event", ",'stream':true");
        assertThat(asked.failure().kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(asked.call.attempt().firstByteMillis()).isNotNegative();
    }

    @Test
    void everyThirdCallFails() {
        Simulator simulator = Asked.simulator();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Failure failure = Asked.anthropic(simulator, i < 3 ? "flaky-3" : "flaky-3-error-429", "").failure();
            statuses.add(failure == null ? 200 : failure.status());
        }
        assertThat(statuses).containsExactly(200, 200, 500, 200, 200, 429);
    }

    @ParameterizedTest
    @CsvSource({"error-nonsense", "error", "error-42", "error-399", "flaky", "flaky-0", "flaky-x"})
    void aNameThatCannotBeMeantIsRefused(String model) {
        Failure failure = Asked.anthropic(model, "").failure();
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("must be followed by");
    }

    @ParameterizedTest
    @CsvSource({"simulator_delay_ms: -1", "simulator_event_ms: fast", "simulator_event: 5", "simulator_tool_input: x",
        "simulator_events: 100001"})
    void aWrongSettingIsToldByItsName(String setting) {
        Failure failure = Asked.anthropic(Asked.simulator(setting, ""), "x", "").failure();
        assertThat(failure.kind()).isEqualTo(FailureKind.API_ERROR);
        assertThat(failure).hasMessageContaining(setting.substring(0, setting.indexOf(':') + 1));
    }

    @Test
    void anUnreadableRequestIsTheClientsFault() {
        Failure failure = Asked.of(Asked.simulator(), Asked.ANTHROPIC, Operation.CHAT, "x",
                "'max_tokens':9,'messages':[{'role':'nobody','content':'Hi'}]").failure();
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    }
}
