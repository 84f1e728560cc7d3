/**
 * Stand-ins for providers, one a family of endpoints: each refuses what the provider's documentation says it refuses,
 * and otherwise plays the scenario that the prompt names.
 *
 * <p>{@code Family.GEMINI.start()} listens; {@code configuration("group")} is its entry in a model list; a prompt with
 * {@code Scenario.TOOL_CALL.marker()} in it is answered by {@code Told}'s call; {@code heard()} says what arrived in
 * nobody's format; {@code violations()} names the rules that were broken and must be empty at the end of a test.
 *
 * <p>What differs between the families because their formats do: OpenAI's Chat counts thought but tells none, and
 * neither it nor Responses and Gemini say that a stop sequence ended the text; a refusal is a stop reason at Anthropic
 * and Converse, a kind of text at OpenAI, and an answer without content at Gemini; only Anthropic, Converse, Gemini and
 * Responses (where asked to include it) sign.
 */
package io.github.llmgateway.standin;
