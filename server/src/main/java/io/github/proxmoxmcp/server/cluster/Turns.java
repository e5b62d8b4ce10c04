package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Shares what is scarce among callers: so many at once in all, fewer for each of them, in the order in which they
/// came. Whoever waits too long is told to come back.
public final class Turns {

    private final Semaphore all;
    private final int each;
    private final Duration patience;
    private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();

    /// @param all how many at once
    /// @param each how many of them one caller may have
    /// @param patience how long one waits for a turn
    public Turns(int all, int each, Duration patience) {
        this.all = new Semaphore(all, true);
        this.each = each;
        this.patience = patience;
    }

    /// Does it when it is the caller's turn.
    ///
    /// @throws ToolException.Unavailable when that takes too long
    public <T> T take(String caller, Supplier<T> work) {
        Semaphore own = shares.computeIfAbsent(caller, _ -> new Semaphore(each, true));
        acquire(own, "busy: your other queries are still running");
        try {
            acquire(all, "busy: the queries of others are still running");
            try {
                return work.get();
            } finally {
                all.release();
            }
        } finally {
            own.release();
        }
    }

    private void acquire(Semaphore permits, String otherwise) {
        try {
            if (!permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ToolException.Unavailable(otherwise + "; ask again in a few seconds, one after the other");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ToolException.Unavailable("the call was cancelled while it waited for its turn");
        }
    }
}
