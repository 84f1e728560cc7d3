/** Credentials against stand-ins of the clouds' token endpoints, over real sockets. */
package io.github.llmgateway.credentials;
