/**
 * A request on its way: what every room of the pipeline reads and adds to.
 */
package io.github.llmgateway.call;
