/** Google Cloud: access tokens by its own library, fetched on the gateway's way out. */
package io.github.llmgateway.credentials.google;
