package io.github.llmgateway.provider;

import io.github.llmgateway.body.Outline;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.dialect.Json;
import io.github.llmgateway.dialect.Target;

/**
 * Around an OpenAI payload that passes through to Mistral, which refuses what it does not know: OpenAI's clients of today
 * send {@code max_completion_tokens}, which is {@code max_tokens} there, and {@code stream_options} for the usage that
 * Mistral reports unasked (docs.mistral.ai, Chat Completion API).
 */
public final class ChatEnvelope implements Envelope {

    private static final String NEWER = "max_completion_tokens";
    private static final String OLDER = "max_tokens";

    @Override
    public void seal(Call call, Target target, Edits edits) {
        if (!"mistral".equals(target.provider()) || !"openai".equals(call.getDialect())) {
            return;
        }
        Outline outline = call.outline();
        edits.remove("stream_options");
        Outline.Field limit = outline.field(NEWER);
        if (limit != null) {
            edits.remove(NEWER);
            if (outline.field(OLDER) == null) {
                edits.set(OLDER, Json.parse(call.content().copy(limit.value(), limit.end())));
            }
        }
    }
}
