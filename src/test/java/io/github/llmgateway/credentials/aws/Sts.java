package io.github.llmgateway.credentials.aws;

import io.github.llmgateway.testing.StubProvider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What AWS' Security Token Service answers, by the shapes of its API reference. */
public final class Sts {

    private Sts() {
    }

    /** Keys of a role, to be used until {@code end}. */
    static StubProvider.Behaviour keys(String action, String id, Instant end) {
        return keys(action, id, "of-the-role", end);
    }

    /** The same with that secret. */
    public static StubProvider.Behaviour keys(String action, String id, String secret, Instant end) {
        String xml = "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action
                + "Result>"
                + "<Credentials><AccessKeyId>" + id + "</AccessKeyId><SecretAccessKey>" + secret + "</SecretAccessKey>"
                + "<SessionToken>session-of-" + id + "</SessionToken><Expiration>" + end + "</Expiration></Credentials>"
                + "</" + action + "Result></" + action + "Response>";
        return (asked, response) -> response.putHeader("content-type", "text/xml").end(xml);
    }

    /** An error. */
    static StubProvider.Behaviour error(int status, String code) {
        String xml = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                + "<Type>Sender</Type><Code>"
                + code + "</Code><Message>words</Message></Error><RequestId>1</RequestId></ErrorResponse>";
        return (asked, response) -> response.setStatusCode(status).putHeader("content-type", "text/xml").end(xml);
    }

    /** The fields of a form. */
    public static Map<String, String> form(StubProvider.Asked asked) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : asked.text().split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
