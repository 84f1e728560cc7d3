package io.github.llmgateway.provider;

import io.github.llmgateway.call.Call;
import io.github.llmgateway.chat.Failure;
import io.github.llmgateway.dialect.Target;

/**
 * What stands around a payload and differs between those who offer the same models: where the model's name, the wish for
 * a stream, the version and the betas go. Stateless.
 */
public interface Envelope {

    /** The payload says everything itself. */
    Envelope NONE = (call, target, edits) -> { };

    /** Notes what must change so that the payload suits this envelope, whichever one it came in. */
    void seal(Call call, Target target, Edits edits) throws Failure;
}
