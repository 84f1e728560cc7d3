/**
 * What a kamelet of a provider does around its call: writes the request in the provider's dialect
 * ({@link io.github.llmgateway.provider.RequestWriter}) and the answer in the client's
 * ({@link io.github.llmgateway.provider.AnswerReader}). Where both are one dialect, bytes pass through.
 */
package io.github.llmgateway.provider;
