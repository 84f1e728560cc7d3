/** Certificates and private keys in files of PEM, in every usual form. Depends on no other package. */
package io.github.llmgateway.pem;
