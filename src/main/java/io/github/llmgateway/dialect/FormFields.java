package io.github.llmgateway.dialect;

import io.github.llmgateway.body.Content;
import io.github.llmgateway.body.Outline;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A form as {@code multipart/form-data} (RFC 7578, RFC 2046 section 5.1.1): finds a field among its parts. */
final class FormFields {

    private static final int MAX_BOUNDARY = 70;
    private static final int MAX_PARTS = 256;
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_VALUE_BYTES = 512;
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
    private static final byte[] LINE_END = {'\r', '\n'};

    private FormFields() {
    }

    /** Whether a form seems to begin here: clients send nothing before the first boundary. */
    static boolean begin(Content body) {
        return body.startsWith(new byte[] {'-', '-'}, 0);
    }

    /** An outline with the field of that name as model, and where its value stands; empty where there is none. */
    static Outline outline(Content body, String name) {
        Outline outline = new Outline();
        int end = body.indexOf(LINE_END, 0);
        if (end < 0 || end > 2 + MAX_BOUNDARY) {
            return outline;
        }
        byte[] first = body.copy(0, end);
        byte[] boundary = ("\r\n" + new String(first, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        Pattern wanted = Pattern.compile("(?im)^content-disposition:[^\\r\\n]*;\\s*name=\"?" + Pattern.quote(name)
                + "\"?\\s*(;|$)");
        int part = end;
        for (int parts = 0; part >= 0 && parts < MAX_PARTS; parts++) {
            int value = body.indexOf(BLANK_LINE, part) + BLANK_LINE.length;
            int next = value < BLANK_LINE.length ? -1 : body.indexOf(boundary, value - LINE_END.length);
            if (next < 0 || value - part > MAX_HEADER_BYTES) {
                return outline;
            }
            String headers = new String(body.copy(part, value), StandardCharsets.UTF_8);
            if (wanted.matcher(headers).find() && next >= value && next - value <= MAX_VALUE_BYTES) {
                outline.model = new String(body.copy(value, next), StandardCharsets.UTF_8);
                outline.add(new Outline.Field(name, part, value, next));
            }
            part = next + boundary.length;
        }
        return outline;
    }
}
