package io.github.llmgateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of the clouds' files of settings as a single value takes ("Format of the config and credentials files", AWS
 * SDKs and Tools). Indented lines belong to the value above them and are passed over. A file that cannot be read is empty:
 * whoever needs its credentials tells.
 */
final class IniFile {

    private static final int LARGEST = 1 << 20;
    private static final Pattern SECTION = Pattern.compile("\\[\\s*(?:(profile|sso-session|services)\\s+)?\"?([^\\]\"]+?)\"?\\s*].*");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(.*?)\\s*(?:\\s[#;].*)?");

    private final Map<String, String> values = new HashMap<>();

    private IniFile(String text) {
        String section = "";
        for (String line : text.split("\\R")) {
            Matcher head = SECTION.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (head.matches()) {
                section = (head.group(1) == null ? "" : head.group(1) + " ") + head.group(2);
            } else if (value.matches()) {
                values.put(section + "/" + value.group(1), value.group(2));
            }
        }
    }

    /** Reads a file; null is none. Blocks. */
    static IniFile read(Path file) {
        return new IniFile(text(file));
    }

    /** What stands in a file; empty where it cannot be read, or is no file of settings by its size. */
    static String text(Path file) {
        try {
            return file == null || !Files.isRegularFile(file) || Files.size(file) > LARGEST ? ""
                    : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** The value of a key in a section; null where it is unset or empty. */
    String value(String section, String key) {
        String value = values.get(section + "/" + key);
        return value == null || value.isEmpty() ? null : value;
    }
}
