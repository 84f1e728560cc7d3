/**
 * The server side: the platform-http engine that serves routes on the connection's event loop and streams with
 * back-pressure, and the doors, which know where a dialect's request says what.
 */
package io.github.llmgateway.door;
