package io.github.proxmoxmcp.server.outbound;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for what talks to others, and no longer than told: the limits of sockets are for each read, so that who drips
/// bytes could hold them for ever.
public final class Deadline {

    private Deadline() {}

    /// @throws IOException when it failed, or did not end in time
    public static <T> T within(Duration patience, Callable<T> exchange) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(exchange);
        Thread thread = Thread.ofVirtual().name("outbound").start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            thread.interrupt();
        }
    }
}
