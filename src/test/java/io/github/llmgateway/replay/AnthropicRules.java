package io.github.llmgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.beta.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmgateway.standin.Family;
import java.io.IOException;

/** What Anthropic's API demands of a request: the types of its SDK, and the rules beyond them that its stand-in has. */
final class AnthropicRules {

    private AnthropicRules() {
    }

    static void check(JsonNode request, byte[] bytes) {
        String model = request.path("model").asText();
        assertThat(model).isNotEmpty();
        assertThat(Family.ANTHROPIC.refusals(request, model, false)).isEmpty();
        try {
            ObjectMappers.jsonMapper().readValue(bytes, MessageCreateParams.Body.class).validate();
        } catch (IOException | RuntimeException e) {
            throw new AssertionError("Anthropic's SDK does not take the request: " + e.getMessage(), e);
        }
    }
}
