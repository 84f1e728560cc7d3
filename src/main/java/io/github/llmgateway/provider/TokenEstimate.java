package io.github.llmgateway.provider;

import io.github.llmgateway.call.Answer;
import io.github.llmgateway.call.Call;
import io.github.llmgateway.call.NonBlocking;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Answers a request to count tokens for a provider that counts none: an estimate that errs high, marked as one by the
 * header {@code x-gateway-token-count: estimate}.
 */
public final class TokenEstimate implements Processor, NonBlocking {

    @Override
    public void process(Exchange exchange) {
        Call call = Call.of(exchange);
        Answer answer = Answer.json(200, call.dialect().writeCount(call.getPromptTokens()));
        answer.headers().set("x-gateway-token-count", "estimate");
        exchange.getMessage().setBody(answer);
    }
}
