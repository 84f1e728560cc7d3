package io.github.llmgateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a file, within bounds. */
final class ConfigText {

    private ConfigText() {}

    /** The text; null where it cannot be had, and the findings say why. */
    static String read(Path file, Findings findings) {
        Place place = new Place(file.toString(), 0);
        findings.opened(file.toString());
        try {
            if (!Files.isRegularFile(file)) {
                findings.error(place, "", Files.exists(file) ? "not a file" : "there is no such file", "");
                return null;
            }
            if (Files.size(file) > YamlDocument.MAX_CODE_POINTS) {
                findings.error(place, "", "larger than " + (YamlDocument.MAX_CODE_POINTS >> 20) + " MiB", "split it with include");
                return null;
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            findings.error(place, "", "not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            findings.error(place, "", "cannot be read: " + e.getClass().getSimpleName(), "check its permissions");
        }
        return null;
    }
}
