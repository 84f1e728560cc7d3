/**
 * Puts the rooms together: start, generations of routes, reload, stop. The only package that knows all others.
 */
package io.github.llmgateway.gateway;
