package io.github.llmgateway.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Names for deployments that have none in the file. */
final class DeploymentIds {

    private static final int BYTES = 6;

    private DeploymentIds() {}

    /**
     * The deployment with a hash of what identifies it for an id. Its settings (weight, limits, timeouts, prices) are
     * not part of that: cooldowns and statistics outlive a change of them. Of its key only the name of the variable is,
     * as it tells accounts apart and is no secret.
     */
    static Deployment withId(Deployment of, String keyReference) {
        List<String> parts = new ArrayList<>();
        parts.add(of.modelGroup());
        parts.add(of.provider());
        parts.add(of.model());
        parts.add(String.valueOf(of.endpoint().base()));
        parts.add(String.valueOf(of.endpoint().organization()));
        parts.add(String.valueOf(of.endpoint().proxy()));
        parts.add(String.valueOf(keyReference));
        parts.add(new TreeMap<>(of.parameters()).toString());
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return rename(of, HexFormat.of().formatHex(digest.digest(), 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The same deployments; of those with one id, the second gets {@code -2}, the third {@code -3}. */
    static List<Deployment> distinct(List<Deployment> deployments) {
        Set<String> taken = new HashSet<>();
        List<Deployment> distinct = new ArrayList<>();
        for (Deployment deployment : deployments) {
            String id = deployment.id();
            for (int n = 2; !taken.add(id); n++) {
                id = deployment.id() + "-" + n;
            }
            distinct.add(rename(deployment, id));
        }
        return distinct;
    }

    private static Deployment rename(Deployment of, String id) {
        return new Deployment(
                id,
                of.modelGroup(),
                of.provider(),
                of.api(),
                of.model(),
                of.baseModel(),
                of.endpoint(),
                of.selection(),
                of.attempts(),
                of.pricing(),
                of.tokens(),
                of.edits(),
                of.parameters(),
                of.modelInfo(),
                of.line());
    }
}
