package io.github.proxmoxmcp.persistence.caller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Shares what is scarce among callers ([CallerContext]): so many at once in all, fewer for each of them. What becomes
/// free goes to whoever has least, in the order in which they came. Whoever waits too long is told to come back; the
/// server itself waits as long as it takes, and has no share of its own.
public final class FairShare {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Optional<String>, Integer> held = new HashMap<>();
    private final int each;
    private final Duration patience;
    private int free;

    /// @param all how many at once
    /// @param each how many of them one may have
    /// @param patience how long one waits for a turn
    public FairShare(int all, int each, Duration patience) {
        this.free = all;
        this.each = each;
        this.patience = patience;
    }

    /// What is done in a turn.
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /// It was never its turn.
    public static final class NoTurn extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final boolean cancelled;

        NoTurn(boolean cancelled, String message) {
            super(message);
            this.cancelled = cancelled;
        }

        /// Whether nobody waits for it any more; else it took too long.
        public boolean isCancelled() {
            return cancelled;
        }
    }

    private static final class Waiting {
        private final Optional<String> who;
        private final Condition turn;
        private boolean granted;

        Waiting(Optional<String> who, Condition turn) {
            this.who = who;
            this.turn = turn;
        }
    }

    /// Does it when it is the caller's turn.
    ///
    /// @throws NoTurn when that takes too long, or nobody waits for it any more
    public <T, E extends Exception> T take(Work<T, E> work) throws E {
        Optional<String> who = CallerContext.who();
        acquire(who);
        try {
            return work.run();
        } finally {
            release(who);
        }
    }

    private void acquire(Optional<String> who) {
        lock.lock();
        try {
            Waiting own = new Waiting(who, lock.newCondition());
            waiting.add(own);
            grant();
            if (!own.granted && await(own)) {
                Thread.currentThread().interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Tells whether it was interrupted meanwhile.
    private boolean await(Waiting own) {
        boolean interrupted = false;
        long left = own.who.isPresent() ? patience.toNanos() : Long.MAX_VALUE;
        while (!own.granted) {
            if (left <= 0) {
                waiting.remove(own);
                throw new NoTurn(
                        false,
                        (has(own.who) >= each
                                        ? "busy: your other questions are still running"
                                        : "busy: the questions of others are still running")
                                + "; ask again in a few seconds, one after the other");
            }
            try {
                left = own.turn.awaitNanos(left);
            } catch (InterruptedException _) {
                interrupted = true;
                if (!own.granted && CallerContext.stopsOnInterrupt()) {
                    waiting.remove(own);
                    Thread.currentThread().interrupt();
                    throw new NoTurn(true, "cancelled while it waited for its turn");
                }
            }
        }
        return interrupted;
    }

    private void release(Optional<String> who) {
        lock.lock();
        try {
            free++;
            held.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
            grant();
        } finally {
            lock.unlock();
        }
    }

    private void grant() {
        while (free > 0) {
            Waiting next = null;
            for (Waiting one : waiting) {
                boolean may = one.who.isEmpty() || has(one.who) < each;
                if (may && (next == null || has(one.who) < has(next.who))) {
                    next = one;
                }
            }
            if (next == null) {
                return;
            }
            waiting.remove(next);
            free--;
            held.merge(next.who, 1, Integer::sum);
            next.granted = true;
            next.turn.signal();
        }
    }

    private int has(Optional<String> who) {
        return held.getOrDefault(who, 0);
    }
}
