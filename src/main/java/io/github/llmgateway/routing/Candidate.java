package io.github.llmgateway.routing;

import io.github.llmgateway.config.Deployment;
import org.apache.camel.AsyncProcessor;

/**
 * A deployment that may be chosen.
 *
 * @param deployment its configuration
 * @param health     what is known of it
 * @param output     the way to it: an output of the load balancer
 */
record Candidate(Deployment deployment, Health health, AsyncProcessor output) {
}
