package io.github.llmgateway.passage;

import io.github.llmgateway.config.Deployment;

/**
 * Who gets a request.
 *
 * @param deployment the deployment
 * @param named      whether the request names its group, in the place of which the deployment's own name is put
 */
record Chosen(Deployment deployment, boolean named) {
}
