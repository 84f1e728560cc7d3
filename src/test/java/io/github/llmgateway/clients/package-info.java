/**
 * Real clients against the running gateway: Claude Code and the official SDKs, with a scripted provider behind it.
 */
package io.github.llmgateway.clients;
