package io.github.llmgateway.standin;

import io.github.llmgateway.testing.StubProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks Signature Version 4 as the server does
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
public final class AwsSignature {

    public static final String ACCESS_KEY = "AKIDSTANDIN";
    public static final String SECRET_KEY = "standin/secret+key";
    public static final String REGION = "us-east-1";

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=" + ACCESS_KEY
            + "/(\\d{8})/" + REGION + "/bedrock/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");

    private AwsSignature() {
    }

    /** Whether a request is signed by those keys for Bedrock in that region. */
    public static boolean right(StubProvider.Asked asked) {
        Map<String, String> headers = new HashMap<>();
        asked.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        String[] uri = asked.uri().split("[?]", 2);
        return right(new Query(asked.method(), uri[0], uri.length > 1 ? uri[1] : "", headers, null, null, false, false,
                null, null), asked.body());
    }

    static boolean right(Query query, byte[] body) {
        Matcher parts = AUTHORIZATION.matcher(query.header("authorization"));
        String date = query.header("x-amz-date");
        if (!parts.matches() || !date.startsWith(parts.group(1))) {
            return false;
        }
        List<String> signed = List.of(parts.group(2).split(";"));
        if (!signed.contains("host") || !signed.contains("x-amz-date")) {
            return false;
        }
        StringBuilder headers = new StringBuilder();
        signed.forEach(name -> headers.append(name).append(':')
                .append(query.header(name).strip().replaceAll(" +", " ")).append('\n'));
        // Every service but S3 encodes the path once more than it came.
        String request = String.join("\n", query.method(), encodedPath(query.path()), sorted(query.query()), headers,
                parts.group(2), hex(body));
        String scope = parts.group(1) + "/" + REGION + "/bedrock/aws4_request";
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope,
                hex(request.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
        for (String each : (scope + "/").split("/")) {
            key = hmac(key, each);
        }
        return HexFormat.of().formatHex(hmac(key, toSign)).equals(parts.group(3));
    }

    private static String encodedPath(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each >= '0' && each <= '9' || each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z'
                    || "-._~/".indexOf(each) >= 0;
            encoded.append(plain ? String.valueOf((char) each) : String.format("%%%02X", each & 0xff));
        }
        return encoded.toString();
    }

    private static String sorted(String query) {
        List<String> pairs = new ArrayList<>(List.of(query.split("&")));
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
