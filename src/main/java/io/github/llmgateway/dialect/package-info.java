/**
 * What a payload format is to the rest: {@link io.github.llmgateway.dialect.Dialect}. One package below for each.
 */
package io.github.llmgateway.dialect;
