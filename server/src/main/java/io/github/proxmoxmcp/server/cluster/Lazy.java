package io.github.proxmoxmcp.server.cluster;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A value that is made in the background once somebody says so or asks for it, so that the server answers `initialize`
/// before its store opens. Whoever needs it waits for it; if making it failed, each of them is told.
public final class Lazy<T> implements Supplier<T> {

    private final FutureTask<T> task;
    private final Thread thread;
    private boolean begun;

    public Lazy(String name, Callable<T> maker) {
        task = new FutureTask<>(maker);
        // Not a virtual thread: the first of those costs the start-up 20 ms.
        thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    /// Begins to make it, unless that has begun already.
    public synchronized void begin() {
        if (!begun) {
            begun = true;
            thread.start();
        }
    }

    /// If it was begun, waits until it is made or has failed, without a word; if not, it never will be. For whoever
    /// takes down what it may have opened.
    public void settle() {
        synchronized (this) {
            if (!begun) {
                begun = true;
                task.cancel(false);
                return;
            }
        }
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException _) {
            // Whoever asked for the value was told.
        }
    }

    @Override
    public T get() {
        begin();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was starting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the server could not start", e.getCause());
        }
    }
}
