package io.github.llmgateway.gateway;

import io.github.llmgateway.config.ConfigReading;
import io.github.llmgateway.config.GatewayConfig;
import io.github.llmgateway.dialect.openai.OpenAiDialect;
import io.github.llmgateway.provider.Presets;
import io.github.llmgateway.config.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line: {@code run} and {@code validate}. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger("llm-gateway");

    private Main() {
    }

    /** A process that has run out of memory serves nobody any more: it ends, so that whoever supervises it starts a new one. */
    private static void endWithoutMemory(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            System.err.println("Out of memory in " + thread.getName() + "; ending. Give it more with -Xmx, or lower "
                    + "gateway_settings.max_buffered_bytes.");
            Runtime.getRuntime().halt(3);
        }
        LOG.error("Thread {} ended unexpectedly", thread.getName(), thrown);
    }

    /** Runs the command; exits with 1 on a wrong configuration, with 2 on a wrong command line. */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(Main::endWithoutMemory);
        CommandLine line;
        try {
            line = CommandLine.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n\n" + CommandLine.USAGE);
            System.exit(2);
            return;
        }
        if ("help".equals(line.command())) {
            System.err.println(CommandLine.USAGE);
            return;
        }
        System.exit("validate".equals(line.command()) ? validate(line) : run(line));
    }

    private static int validate(CommandLine line) throws IOException {
        Configuration source = source(line);
        if (source == null) {
            return 1;
        }
        ConfigReading reading = source.read();
        reading.notices().forEach(System.err::println);
        reading.errors().forEach(System.err::println);
        if (reading.config().isEmpty()) {
            System.err.println(source.name() + ": " + reading.errors().size() + " error(s)");
            return 1;
        }
        GatewayConfig config = reading.config().get();
        try {
            if (config.listen().tls() != null) {
                TlsFiles.read(config.listen().tls());
            }
            new Presets(config, new OpenAiDialect());
        } catch (IllegalArgumentException wrong) {
            System.err.println(source.name() + ": " + wrong.getMessage());
            return 1;
        }
        System.err.println(source.name() + ": valid, " + config.groups().size() + " model group(s), "
                + config.deployments().size() + " deployment(s)");
        return 0;
    }

    private static Configuration source(CommandLine line) {
        try {
            return Configuration.find(line.config(), line.strict());
        } catch (FileNotFoundException missing) {
            System.err.println(missing.getMessage());
            return null;
        }
    }

    private static int run(CommandLine line) throws Exception {
        Configuration source = source(line);
        if (source == null) {
            return 1;
        }
        ConfigReading reading = source.read();
        tell(reading);
        if (reading.config().isEmpty()) {
            LOG.error("{} has {} error(s); the gateway does not start", source.name(), reading.errors().size());
            return 1;
        }
        GatewayConfig config = reading.config().get();
        Logging.verbose(config.verbose());
        String host = line.host() != null ? line.host() : config.listen().host();
        int port = line.port() >= 0 ? line.port() : config.listen().port();
        if (config.access().masterKey() == null && !line.noAuth() && !loopback(host)) {
            LOG.error("Without a master_key (general_settings.master_key) the gateway listens on loopback only, not on "
                    + "{}. Set one, or say --no-auth if everybody who reaches it may use your keys.", host);
            return 1;
        }
        Layout layout = Layout.of(line.routes(), line.kamelets(), Path.of("").toAbsolutePath());
        return serve(source, reading, layout, host, port, line.noAuth());
    }

    private static int serve(Configuration source, ConfigReading reading, Layout layout, String host, int port,
            boolean noAuth) throws Exception {
        GatewayConfig config = reading.config().orElseThrow();
        Gateway gateway;
        try {
            gateway = Gateway.start(config, layout, host, port);
        } catch (Exception e) {
            LOG.error("The gateway does not start: {}", Reason.of(e));
            LOG.debug("Details", e);
            return 1;
        }
        boolean mayLackKey = noAuth || loopback(host);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicReference<List<String>> read = new AtomicReference<>(reading.files());
        Watcher watcher = new Watcher(() -> watched(source, read.get(), layout),
                () -> read.set(reload(gateway, source, mayLackKey, read.get())));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            watcher.close();
            LOG.info("Stopping; {} request(s) may end", gateway.open());
            gateway.close();
            LOG.info("Stopped");
            Logging.flush();
            stopped.countDown();
        }, "stop"));
        LOG.info("Listening on {}://{}:{} with {} ({} models, {} deployments), routes from {}; up in {} ms",
                gateway.scheme(), host,
                gateway.port(), source.name(), config.groups().size(), config.deployments().size(),
                layout.routes().map(Path::toString).orElse("the jar"),
                System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
        // What starting leaves behind would stay resident until the heap is full: some 30 MB.
        System.gc();
        stopped.await();
        return 0;
    }

    private static Collection<Path> watched(Configuration source, List<String> read, Layout layout)
            throws IOException {
        List<Path> files = new ArrayList<>(layout.files());
        files.addAll(source.present(read));
        return files;
    }

    /** Takes a change if it is good; returns which files the configuration consists of now. */
    private static List<String> reload(Gateway gateway, Configuration source, boolean mayLackKey,
            List<String> before) {
        List<String> files = before;
        try {
            ConfigReading reading = source.read();
            files = reading.files();
            tell(reading);
            if (reading.config().isEmpty()) {
                LOG.error("The change is refused; the version before goes on serving");
                return files;
            }
            if (reading.config().get().access().masterKey() == null && !mayLackKey) {
                LOG.error("The change is refused, it has no master_key; the version before goes on serving");
                return files;
            }
            GatewayConfig old = gateway.config();
            gateway.reload(reading.config().get());
            Logging.verbose(reading.config().get().verbose());
            LOG.info("The change is in force");
            Restart.wanted(old, gateway.config()).forEach(key ->
                    LOG.warn("{} takes effect when the gateway starts anew", key));
        } catch (Exception e) {
            LOG.error("The change is refused, the version before goes on serving: {}", Reason.of(e));
            LOG.debug("Details", e);
        }
        return files;
    }

    static void tell(ConfigReading reading) {
        for (Problem notice : reading.notices()) {
            LOG.warn("{}", notice);
        }
        for (Problem error : reading.errors()) {
            LOG.error("{}", error);
        }
    }

    static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
