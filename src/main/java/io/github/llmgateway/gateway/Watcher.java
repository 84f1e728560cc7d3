package io.github.llmgateway.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files twice a second and says when one was written, added or removed and all have stood still since the last
 * look, so that nobody reads half a file. Looking, unlike the system's notices, also works on network drives and in
 * containers.
 */
final class Watcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final long PERIOD_MILLIS = 500;

    private final Callable<Collection<Path>> files;
    private final Runnable changed;
    private final ScheduledExecutorService clock;
    private Map<Path, String> acted;
    private Map<Path, String> last;

    /** Watches what {@code files} names at each look and runs {@code changed} after a change. */
    Watcher(Callable<Collection<Path>> files, Runnable changed) throws IOException {
        this.files = files;
        this.changed = changed;
        this.acted = look();
        this.last = acted;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watcher");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::check, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void check() {
        try {
            Map<Path, String> now = look();
            if (!now.equals(acted) && now.equals(last)) {
                acted = now;
                changed.run();
                follow(look());
            }
            last = now;
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot look for changed files: {}", e.toString());
        }
    }

    /** What the change has named is watched from now on, what it no longer names is not: neither is a change of its own. */
    private void follow(Map<Path, String> after) {
        acted.keySet().retainAll(after.keySet());
        after.forEach(acted::putIfAbsent);
    }

    private Map<Path, String> look() throws IOException {
        Map<Path, String> stamps = new TreeMap<>();
        try {
            for (Path file : files.call()) {
                stamps.put(file, Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file));
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        return stamps;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
