package io.github.proxmoxmcp.server.concurrent;

import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Something that is done once for all who ask before it begins, one time after the other: however many ask, nobody
/// waits for more than the one that is under way and the next. It belongs to none of them: who gives up ends only their
/// own waiting.
public final class SharedTask<T> {

    private final String name;
    private final ReentrantLock turn;
    private final Supplier<T> work;
    private Optional<FutureTask<T>> next = Optional.empty();

    /// @param turn is held while it is done
    public SharedTask(String name, ReentrantLock turn, Supplier<T> work) {
        this.name = name;
        this.turn = turn;
        this.work = work;
    }

    /// What comes of doing it, which began after this was asked.
    ///
    /// @throws StoreException.Cancelled when nobody waits for it any more
    public T result() {
        FutureTask<T> shared = join();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return shared.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    if (CallerContext.stopsOnInterrupt()) {
                        throw new StoreException.Cancelled();
                    }
                } catch (ExecutionException e) {
                    throw Parallel.failure(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized FutureTask<T> join() {
        return next.orElseGet(() -> {
            FutureTask<T> begun = new FutureTask<>(this::inTurn);
            next = Optional.of(begun);
            Thread.ofVirtual().name(name).start(begun);
            return begun;
        });
    }

    private T inTurn() {
        turn.lock();
        try {
            begins();
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private synchronized void begins() {
        next = Optional.empty();
    }
}
