package io.github.llmgateway.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Where routes and kamelets come from: the shipped ones, with one's own over them. A file of the same name takes a
 * shipped one's place, others are added.
 *
 * @param routes   a directory of one's own routes; empty: the shipped ones alone
 * @param kamelets a directory of one's own kamelets
 */
public record Layout(Optional<Path> routes, Optional<Path> kamelets) {

    /** The files of a working directory where it has some, as a checkout does; else the shipped ones. */
    public static Layout of(Path routes, Path kamelets, Path workingDirectory) {
        return new Layout(
                Optional.ofNullable(routes).or(() -> existing(workingDirectory.resolve("routes"), "gateway.yaml")),
                Optional.ofNullable(kamelets).or(() -> existing(workingDirectory.resolve("kamelets"),
                        "provider-anthropic.kamelet.yaml")));
    }

    private static Optional<Path> existing(Path directory, String sign) {
        return Files.isRegularFile(directory.resolve(sign)) ? Optional.of(directory) : Optional.empty();
    }

    /** The value for the kamelet component's {@code location}. */
    String kameletLocation() {
        return kamelets.map(own -> "file:" + own + ",").orElse("") + "classpath:kamelets";
    }

    /** All files of routes, those of one's own in place of shipped ones, by name. */
    List<Resource> routeResources(CamelContext context) throws IOException {
        Map<String, String> byName = new TreeMap<>();
        for (String name : shipped("routes")) {
            byName.put(name, "classpath:routes/" + name);
        }
        for (Path file : files()) {
            if (file.getParent().equals(routes.orElse(null))) {
                byName.put(file.getFileName().toString(), "file:" + file);
            }
        }
        List<Resource> resources = new ArrayList<>();
        byName.values().forEach(location ->
                resources.add(PluginHelper.getResourceLoader(context).resolveResource(location)));
        return resources;
    }

    /** The files of one's own, to be watched. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Optional<Path> directory : List.of(routes, kamelets)) {
            if (directory.isPresent()) {
                try (Stream<Path> listed = Files.list(directory.get())) {
                    listed.filter(file -> file.getFileName().toString().endsWith(".yaml")).sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    /** Names of the shipped files in a folder of the class path. */
    private static List<String> shipped(String folder) throws IOException {
        try {
            URI uri = Layout.class.getResource("/" + folder + "/gateway.yaml").toURI();
            if (!"jar".equals(uri.getScheme())) {
                return list(Path.of(uri).getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return list(jar.getPath("/" + folder));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")).toList();
        }
    }
}
