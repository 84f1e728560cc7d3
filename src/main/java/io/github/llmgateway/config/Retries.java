package io.github.llmgateway.config;

import java.time.Duration;
import java.util.Map;

/**
 * How often a failed call is tried again.
 *
 * @param count         {@code num_retries}, where no policy says otherwise; 2 where unset, as in LiteLLM
 * @param retryAfter    the least wait before a retry; 0 where unset. A provider's {@code retry-after} goes before
 * @param policy        {@code retry_policy}
 * @param groupPolicies {@code model_group_retry_policy}: goes before {@code policy} in the groups it names
 */
public record Retries(int count, Duration retryAfter, RetryPolicy policy, Map<String, RetryPolicy> groupPolicies) {

    /** Where the file says nothing. */
    public static final Retries DEFAULT = new Retries(2, Duration.ZERO, RetryPolicy.NONE, Map.of());

    public Retries {
        groupPolicies = Map.copyOf(groupPolicies);
    }

    /** How often a call to {@code group} is tried again after a failure of this kind. */
    public int after(ErrorKind kind, String group) {
        RetryPolicy own = groupPolicies.getOrDefault(group, RetryPolicy.NONE);
        for (RetryPolicy each : new RetryPolicy[] {own, policy}) {
            Integer retries = each.retries().getOrDefault(kind, each.otherwise());
            if (retries != null) {
                return retries;
            }
        }
        return count;
    }
}
