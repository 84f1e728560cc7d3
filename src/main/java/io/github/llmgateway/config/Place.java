package io.github.llmgateway.config;

/** A line of a file, from 1. */
record Place(String file, int line) {}
