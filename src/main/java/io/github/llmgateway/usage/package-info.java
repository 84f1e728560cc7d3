/**
 * What is told of a request when its last byte has left.
 */
package io.github.llmgateway.usage;
