package io.github.llmgateway.replay;

import io.github.llmgateway.dialect.Dialect;
import io.github.llmgateway.dialect.anthropic.AnthropicDialect;
import io.github.llmgateway.dialect.converse.ConverseDialect;
import io.github.llmgateway.dialect.gemini.GeminiDialect;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.dialect.responses.ResponsesDialect;
import io.github.llmgateway.framing.Framing;
import java.util.stream.Stream;

/** A payload format, with the gateway's dialect for it and the framing of its streams. */
enum Format {

    ANTHROPIC(new AnthropicDialect(), Framing.SSE), OPENAI(new OpenAiDialect(), Framing.SSE),
    RESPONSES(new ResponsesDialect(), Framing.SSE), GEMINI(new GeminiDialect(), Framing.SSE),
    CONVERSE(new ConverseDialect(), Framing.AWS_EVENTS);

    final Dialect dialect;
    final Framing framing;

    Format(Dialect dialect, Framing framing) {
        this.dialect = dialect;
        this.framing = framing;
    }

    /** Another one, by turns. */
    Format other(int turn) {
        return Stream.of(values()).filter(each -> each != this).toList().get(turn % (values().length - 1));
    }

    /** Whether an answer ends for its calls because there are some, and says no more about it. */
    boolean infersReason() {
        return this == GEMINI || this == RESPONSES;
    }

    /** Whether the path names the model and says whether a stream is wanted. */
    boolean byPath() {
        return this == GEMINI || this == CONVERSE;
    }
}
