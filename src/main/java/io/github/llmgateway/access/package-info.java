/**
 * Who may ask.
 */
package io.github.llmgateway.access;
