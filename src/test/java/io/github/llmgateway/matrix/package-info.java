/** Every door with every provider: what a client of one format is told when the model of another answers. */
package io.github.llmgateway.matrix;
