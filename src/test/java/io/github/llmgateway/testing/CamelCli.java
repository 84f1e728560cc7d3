package io.github.llmgateway.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Camel CLI in a process of its own, with a class path of its own that Maven resolves from {@code src/camel-cli}; the
 * gateway comes to it as it does to a user: as a dependency from a repository.
 */
public final class CamelCli implements AutoCloseable {

    private static final Path LAUNCHER = Path.of("src/camel-cli");
    private static final Path CLASS_PATH = Path.of("target/camel-cli.classpath");
    private static final String JAR = "camel-llm-gateway";

    private final Path directory;
    private final String classPath;
    private final String version = "0-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private Process process;

    private CamelCli(Path directory, String classPath) {
        this.directory = directory;
        this.classPath = classPath;
    }

    /** Camel CLI for that directory; null where Maven cannot resolve it, or there is none. */
    public static CamelCli in(Path directory) throws Exception {
        return resolve() ? new CamelCli(directory, Files.readString(CLASS_PATH).strip()) : null;
    }

    /** Without the network first: with it Maven asks for what it has. */
    private static boolean resolve() throws InterruptedException {
        return Files.isRegularFile(CLASS_PATH) || resolve("--offline") || resolve("--batch-mode");
    }

    private static boolean resolve(String how) throws InterruptedException {
        String maven = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        List<String> command = new ArrayList<>(List.of(maven, how, "-q", "-f", LAUNCHER.resolve("pom.xml").toString(),
                "dependency:build-classpath", "-Dmdep.outputFile=" + CLASS_PATH.toAbsolutePath()));
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        try {
            Process resolving = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!resolving.waitFor(5, TimeUnit.MINUTES)) {
                resolving.destroyForcibly();
            }
            return Files.isRegularFile(CLASS_PATH);
        } catch (IOException noMaven) {
            return false;
        }
    }

    /** Runs the routes of the directory, with this after the documented command. */
    public void run(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-Dmaven.repo.local=" + repository(), "-cp", classPath,
                LAUNCHER.resolve("src/main/java/CamelCli.java").toAbsolutePath().toString(), "run"));
        try (Stream<Path> routes = Files.list(directory.resolve("routes"))) {
            routes.sorted().map(each -> directory.relativize(each).toString()).forEach(command::add);
        }
        command.addAll(List.of("config/application.properties", "--local-kamelet-dir=kamelets",
                "--dep=io.github.llmgateway:" + JAR + ":" + version, "--repos=" + publish().toUri(),
                "--name=llm-gateway", "--dev", "--logging-color=false"));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
    }

    /** The thin jar, as {@code mvn install} would make it, in a repository in the directory. */
    private Path publish() throws Exception {
        Path repository = directory.resolve("repository");
        Path folder = Files.createDirectories(repository.resolve("io/github/llmgateway/" + JAR + "/" + version));
        Path jar = folder.resolve(JAR + "-" + version + ".jar");
        Path classes = Path.of("target/classes");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        Path pom = folder.resolve(JAR + "-" + version + ".pom");
        Files.writeString(pom, Files.readString(Path.of("pom.xml"))
                .replaceFirst("<version>[^<]*</version>", "<version>" + version + "</version>"));
        for (Path file : List.of(jar, pom)) {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
            Files.writeString(Path.of(file + ".sha1"), HexFormat.of().formatHex(digest));
        }
        return repository;
    }

    private Path repository() {
        for (String entry : classPath.split(File.pathSeparator)) {
            int end = entry.replace('\\', '/').indexOf("/org/apache/camel/");
            if (end > 0) {
                return Path.of(entry.substring(0, end));
            }
        }
        throw new IllegalStateException("no Camel on Camel CLI's class path");
    }

    /** What it has said so far. */
    public String log() {
        try {
            return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Its exit code, or -1 if it still runs after the time. */
    public int exit(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** Asks the process to end. */
    public void terminate() {
        process.destroy();
    }

    /** Ends the process, and takes the test's jar out of the local repository, where Camel CLI has put it. */
    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        Path copy = repository().resolve("io/github/llmgateway/" + JAR + "/" + version);
        if (Files.isDirectory(copy)) {
            try (Stream<Path> files = Files.walk(copy)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
