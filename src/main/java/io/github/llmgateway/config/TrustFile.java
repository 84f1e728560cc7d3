package io.github.llmgateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A file, or a directory of files, with certificates.
 *
 * @param origin  who names it: a key of the configuration or a variable, for messages
 * @param path    where it is
 * @param changed when it was last written, so that a reload after that makes new connections; null where it cannot be
 *                read
 */
public record TrustFile(String origin, Path path, FileTime changed) {

    /** The file as it stands now. */
    static TrustFile of(String origin, Path path) {
        FileTime changed = null;
        try {
            changed = Files.isReadable(path) ? Files.getLastModifiedTime(path) : null;
        } catch (IOException unreadable) {
            // As good as not there; the reader tells.
        }
        return new TrustFile(origin, path, changed);
    }

    /** Whether it was there and readable when the configuration was read. */
    public boolean readable() {
        return changed != null;
    }
}
