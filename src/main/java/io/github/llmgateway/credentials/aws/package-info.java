/** Amazon Web Services: signatures, their keys, and the AWS SDK's own calls on the gateway's way out. */
package io.github.llmgateway.credentials.aws;
