/**
 * What operators and clients ask about the gateway itself.
 */
package io.github.llmgateway.admin;
