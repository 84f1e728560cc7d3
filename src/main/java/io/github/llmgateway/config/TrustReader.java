package io.github.llmgateway.config;

import static io.github.llmgateway.config.ServerReader.first;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads whom the gateway believes. Tools of all kinds have a variable for a company's authority; whoever has set one
 * expects it to hold, so the union of them does.
 */
final class TrustReader {

    /** Of OpenSSL, Python's requests, Node.js, the AWS SDKs and curl: each names one file or directory. */
    private static final List<String> BUNDLES = List.of(
            "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE", "CURL_CA_BUNDLE");

    /** OpenSSL's, directories as in PATH. */
    private static final String DIRECTORIES = "SSL_CERT_DIR";

    private final Section section;

    /** Reads from {@code litellm_settings}, or from a deployment's {@code litellm_params}. */
    TrustReader(Section section) {
        this.section = section;
    }

    /** What holds for all calls: {@code litellm_settings}, then LiteLLM's variables, and everybody's bundles. */
    Trust general() {
        List<TrustFile> files = new ArrayList<>();
        for (String name : BUNDLES) {
            String value = section.variables().get(name);
            if (value != null) {
                add(files, name, value);
            }
        }
        String directories = section.variables().get(DIRECTORIES);
        if (directories != null) {
            for (String directory : directories.split(Pattern.quote(File.pathSeparator))) {
                add(files, DIRECTORIES, directory);
            }
        }
        return own(new Trust(true, files, null), section.variables().get("SSL_VERIFY"),
                section.variables().get("SSL_CERTIFICATE"));
    }

    /** What holds for the calls to one deployment; null where it says nothing of its own. */
    Trust over(Trust general) {
        Trust own = own(general, null, null);
        return own.equals(general) ? null : own;
    }

    private Trust own(Trust before, String otherVerify, String otherCertificate) {
        String verify = first(section.written("ssl_verify"), otherVerify);
        String certificate = first(section.text("ssl_certificate"), otherCertificate);
        List<TrustFile> files = new ArrayList<>(before.authorities());
        Boolean flag = verify == null || verify.isBlank() ? Boolean.valueOf(before.verify()) : Lenient.flag(verify);
        if (flag == null) {
            add(files, "ssl_verify", verify.strip());
        }
        TrustFile shown = certificate == null ? null : certificate(file("ssl_certificate", certificate.strip()));
        return new Trust(flag == null || flag, files, first(shown, before.certificate()));
    }

    /** The file if it can be used; what is wrong with it would otherwise be seen by the first call. */
    private TrustFile certificate(TrustFile file) {
        try {
            String text = file == null ? "" : Files.readString(file.path(), StandardCharsets.ISO_8859_1);
            boolean encrypted = text.contains("ENCRYPTED");
            boolean both = text.contains("BEGIN CERTIFICATE") && text.contains("PRIVATE KEY-----");
            if (file != null && (encrypted || !both)) {
                section.error("ssl_certificate", "the file holds " + (encrypted ? "a key with a password" : "not both")
                        + ", wanted a certificate and its key",
                        "put both into one PEM file, the key without a password");
            }
        } catch (IOException gone) {
            section.error("ssl_certificate", "the file cannot be read", "");
        }
        return file;
    }

    private void add(List<TrustFile> files, String origin, String path) {
        TrustFile file = path.isBlank() ? null : file(origin, path.strip());
        if (file != null) {
            files.add(file);
        }
    }

    /** The file; null where it cannot be read, which is told. */
    private TrustFile file(String origin, String path) {
        String key = section.has(origin) ? origin : "ssl_verify";
        String said = origin.equals(key) ? "" : origin + " names ";
        try {
            TrustFile file = TrustFile.of(origin, Path.of(path));
            section.follows(file.path());
            if (!file.readable()) {
                section.notice(key, said + "a file that is not there or cannot be read, ignored: " + path,
                        "name a PEM file that the gateway's user can read");
                return null;
            }
            return file;
        } catch (InvalidPathException e) {
            section.error(key, "found text, wanted true, false or a PEM file", "");
            return null;
        }
    }
}
