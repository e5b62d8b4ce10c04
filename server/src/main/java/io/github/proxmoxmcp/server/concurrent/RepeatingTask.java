package io.github.proxmoxmcp.server.concurrent;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again in a thread of its own, until it is closed.
public final class RepeatingTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatingTask.class);

    private static final Duration MAX_WAIT_AT_THE_END = Duration.ofSeconds(1);

    private final Thread thread;

    /// Waits until something is due.
    @FunctionalInterface
    public interface Pause {

        /// @throws InterruptedException when it is not due any more
        void await() throws InterruptedException;
    }

    /// @param first what to wait for before the first time
    /// @param between what to wait for between one time and the next
    /// @param task what to do; a failure that leaves it is the last one
    public RepeatingTask(String name, Pause first, Pause between, Runnable task) {
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                first.await();
                while (true) {
                    task.run();
                    between.await();
                }
            } catch (InterruptedException _) {
                LOG.debug("{} ends", name);
            }
        });
    }

    /// @param first how long to wait before the first time
    public RepeatingTask(String name, Duration first, Duration between, Runnable task) {
        this(name, () -> Thread.sleep(first), () -> Thread.sleep(between), task);
    }

    /// Begins.
    public void start() {
        thread.start();
    }

    /// Stops, in the middle of what it does if need be, and waits a moment for that.
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(MAX_WAIT_AT_THE_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
