package io.github.llmgateway.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How each target is started. */
final class Targets {

    static final String DIRECT = "direct";
    static final String NGINX = "nginx";
    static final String GATEWAY = "gateway";
    static final List<String> ALL = List.of(DIRECT, NGINX, GATEWAY);

    /** The gateway's model whose provider speaks the load generator's format. */
    static final String PASSED_THROUGH = "bench";
    /** Its models whose providers speak others, and what each is; the upstream stands in for all of them. */
    static final Map<String, String> TRANSLATED = new LinkedHashMap<>();

    static {
        TRANSLATED.put("openai", "from Chat Completions");
        TRANSLATED.put("converse", "from Bedrock Converse");
        TRANSLATED.put("bedrock", "from Claude on Bedrock");
    }

    static final String GATEWAY_COMMAND =
            "{java} -Xmx256m -jar target/llm-gateway.jar run --config {config} --host 127.0.0.1 --port {port}";

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path directory;

    /** @param directory where configurations and logs are written */
    Targets(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.toAbsolutePath());
    }

    /** The upstream itself: what is measured there no proxy can better. */
    Server direct() throws IOException, InterruptedException {
        int port = Server.freePort();
        return Server.start(DIRECT, port, List.of(JAVA, "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                Upstream.class.getName(), Integer.toString(port)), directory.resolve("upstream.log"));
    }

    /**
     * nginx with one worker, which passes on what it gets as it gets it and is not tuned beyond: with request buffering on, as
     * it is by default, it writes larger bodies to files and is slower than the gateway; with a body buffer of 128 KB it is up
     * to three times as fast with them.
     */
    Server nginx(Path program, int upstreamPort) throws IOException, InterruptedException {
        int port = Server.freePort();
        Path prefix = Files.createDirectories(directory.resolve("nginx"));
        // Started by root, a worker would be somebody else, who may not enter the directory.
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        long files = Math.min(Proc.self().openFilesLimit(), 100_000);
        Files.writeString(prefix.resolve("nginx.conf"), """
                daemon off;
                %s
                worker_processes 1;
                worker_rlimit_nofile %d;
                pid nginx.pid;
                error_log stderr error;
                events {
                    worker_connections 10000;
                }
                http {
                    access_log off;
                    client_max_body_size 64m;
                    client_body_temp_path temp_body;
                    proxy_temp_path temp_proxy;
                    fastcgi_temp_path temp_fastcgi;
                    uwsgi_temp_path temp_uwsgi;
                    scgi_temp_path temp_scgi;
                    keepalive_requests 1000000000;
                    upstream provider {
                        server 127.0.0.1:%d;
                        keepalive 512;
                        keepalive_requests 1000000000;
                    }
                    server {
                        listen 127.0.0.1:%d backlog=4096;
                        location / {
                            proxy_pass http://provider;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_buffering off;
                            proxy_request_buffering off;
                        }
                    }
                }
                """.formatted(user, files, upstreamPort, port));
        return Server.start(NGINX, port, List.of(program.toString(), "-p", prefix.toString(), "-e", "stderr", "-c", "nginx.conf"),
                directory.resolve("nginx.log"));
    }

    /** The gateway, as anybody would start it. */
    Server gateway(String command, int upstreamPort) throws IOException, InterruptedException {
        int port = Server.freePort();
        Path config = directory.resolve("gateway.yaml");
        Files.writeString(config, """
                model_list:
                  - model_name: bench
                    litellm_params:
                      model: anthropic/bench
                      api_key: sk-bench
                      api_base: %1$s
                  - model_name: openai
                    litellm_params:
                      model: openai/bench
                      api_key: sk-bench
                      api_base: %1$s/v1
                  - model_name: converse
                    litellm_params:
                      model: bedrock/converse/bench
                      api_key: sk-bench
                      api_base: %1$s
                  - model_name: bedrock
                    litellm_params:
                      model: bedrock/anthropic.claude-bench
                      api_key: sk-bench
                      api_base: %1$s
                """.formatted("http://127.0.0.1:" + upstreamPort));
        List<String> words = new ArrayList<>();
        for (String word : command.strip().split("\\s+")) {
            words.add(word.replace("{java}", JAVA).replace("{config}", config.toString()).replace("{port}", Integer.toString(port))
                    .replace("{upstream}", Integer.toString(upstreamPort)));
        }
        return Server.start(GATEWAY, port, words, directory.resolve("gateway.log"));
    }

    /** The nginx program, if this machine has one. */
    static Optional<Path> nginxProgram() {
        return Stream.concat(Stream.of("/usr/sbin"), Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
