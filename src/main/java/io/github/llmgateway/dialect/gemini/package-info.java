/**
 * Google's Gemini format: {@code generateContent}, {@code streamGenerateContent} and {@code countTokens}, as the Gemini
 * API and Vertex AI speak it (ai.google.dev/api/generate-content). The model, and whether events are wanted, stand in
 * the path. Depends on {@code dialect}, {@code chat} and {@code body} alone.
 */
package io.github.llmgateway.dialect.gemini;
