/** Microsoft Entra ID: access tokens for Azure by Microsoft's own library, fetched on the gateway's way out. */
package io.github.llmgateway.credentials.entra;
