/**
 * What tests of the running gateway share: a gateway and a provider on real sockets.
 */
package io.github.llmgateway.testing;
