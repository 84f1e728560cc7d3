/**
 * Which deployment answers: the balancers behind {@code customLoadBalancer}, what they know of each deployment, and
 * {@code llm:GROUP}, the endpoint through which a model group is called.
 */
package io.github.llmgateway.routing;
