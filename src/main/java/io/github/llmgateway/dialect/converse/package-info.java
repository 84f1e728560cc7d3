/**
 * Amazon Bedrock's Converse and ConverseStream, and how Bedrock says that something went wrong, whatever the payload.
 * What Claude alone is asked in Converse's {@code additionalModelRequestFields} is written by Anthropic's dialect.
 */
package io.github.llmgateway.dialect.converse;
