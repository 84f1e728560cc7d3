package io.github.llmgateway.credentials.google;

import io.github.llmgateway.config.Secret;

/**
 * What Google is shown.
 *
 * @param access       the access token
 * @param quotaProject the project that is charged; null: the called one
 */
record GoogleToken(Secret access, String quotaProject) {
}
