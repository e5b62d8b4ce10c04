package io.github.proxmoxmcp.server.concurrent;

import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Makes calls side by side; how many are in flight is the client's limit.
public final class Parallel {

    private Parallel() {}

    /// What a call answers of each thing, in the order of the things; fewer answers when it was interrupted. Each is
    /// made for whom this thread works.
    public static <T, R> List<R> map(Collection<T> things, Function<T, R> call) {
        List<R> results = new ArrayList<>(things.size());
        if (things.isEmpty()) {
            return results;
        }
        List<Callable<R>> calls = things.stream()
                .map(thing -> CallerContext.carried(() -> call.apply(thing)))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<R> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw failure(e);
        }
        return results;
    }

    /// What a call answers of each thing, in the order of the things.
    ///
    /// @param limit so many at once at the most
    /// @throws StoreException.Cancelled when it was interrupted
    public static <T, R> List<R> all(Collection<T> things, int limit, Function<T, R> call) {
        Semaphore places = new Semaphore(limit);
        List<R> results = map(things, thing -> {
            places.acquireUninterruptibly();
            try {
                return call.apply(thing);
            } finally {
                places.release();
            }
        });
        if (results.size() < things.size()) {
            throw new StoreException.Cancelled();
        }
        return results;
    }

    /// The failure of a call as it was thrown.
    public static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("a call could not be made", e.getCause());
    }
}
