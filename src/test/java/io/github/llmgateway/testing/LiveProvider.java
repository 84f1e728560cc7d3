package io.github.llmgateway.testing;

import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A behaviour of {@link StubProvider} whose answers the test speaks itself. */
public final class LiveProvider implements StubProvider.Behaviour {

    private final BlockingQueue<LiveAnswer> waiting = new LinkedBlockingQueue<>();

    @Override
    public void answer(StubProvider.Asked asked, HttpServerResponse response) {
        waiting.add(new LiveAnswer(asked, response));
    }

    /** The next request that came, as an answer to be spoken; waits for it. */
    public LiveAnswer next() throws InterruptedException {
        LiveAnswer answer = waiting.poll(15, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("the provider was not asked");
        }
        return answer;
    }
}
