package io.github.proxmoxmcp.server.sync.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What came of a question that was asked beside.
public final class Told {

    private Told() {}

    /// Its answer; absent when it has none, or was given up because the program ends.
    public static <T> Optional<T> of(Future<T> asked) {
        try {
            return Optional.ofNullable(asked.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (CancellationException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /// Waits until it has ended, for `patience` at the longest.
    public static void within(Future<?> asked, Duration patience) {
        try {
            asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | CancellationException _) {
            // What is known stays what it is.
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("a guest could not be asked", e.getCause());
    }
}
