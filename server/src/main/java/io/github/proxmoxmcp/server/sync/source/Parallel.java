package io.github.proxmoxmcp.server.sync.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs calls side by side; how many are in flight is the client's limit.
public final class Parallel {

    private Parallel() {}

    /// The results in the order of the calls; fewer when it was interrupted.
    public static <T> List<T> call(List<Callable<T>> calls) {
        List<T> results = new ArrayList<>(calls.size());
        if (calls.isEmpty()) {
            return results;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("a detail could not be read", e.getCause());
        }
        return results;
    }
}
