package io.github.llmgateway.config;

/**
 * Another name for a group ({@code model_group_alias}).
 *
 * @param target the group, or a model that a wildcard group serves
 * @param hidden whether lists of models leave the alias out
 */
public record ModelAlias(String target, boolean hidden) {}
