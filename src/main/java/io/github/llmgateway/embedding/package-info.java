/**
 * Embeddings as providers other than OpenAI speak them: a request of OpenAI's format
 * ({@link io.github.llmgateway.embedding.EmbeddingRequest}), one class a provider's format
 * ({@link io.github.llmgateway.embedding.EmbeddingFormat}), and the list that OpenAI's clients get back
 * ({@link io.github.llmgateway.embedding.EmbeddingList}). The numbers of a vector are passed on digit by digit.
 */
package io.github.llmgateway.embedding;
