package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.server.config.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// When a cycle is due: often while somebody asks, seldom when nobody does, and no more once it is over.
final class SyncSchedule {

    private static final Duration MAX_PAUSE_OF_QUESTIONS = Duration.ofMinutes(5);
    private static final Duration MAX_WAIT_FOR_OTHERS = Duration.ofMillis(200);

    private final SyncSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Instant lastAsked;
    private Optional<Instant> lastCycle = Optional.empty();
    private boolean over;

    SyncSchedule(SyncSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.lastAsked = clock.instant();
    }

    /// Somebody asks about the cluster.
    void asked() {
        lock.lock();
        try {
            lastAsked = clock.instant();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody asked of late.
    boolean isAsked() {
        lock.lock();
        try {
            return lastAsked.isAfter(clock.instant().minus(MAX_PAUSE_OF_QUESTIONS));
        } finally {
            lock.unlock();
        }
    }

    /// The next cycle shall begin now.
    void hurry() {
        cycled(Instant.EPOCH);
    }

    /// A cycle that began at this moment has ended, well or not.
    void cycled(Instant begun) {
        lock.lock();
        try {
            lastCycle = Optional.of(begun);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// When the next cycle is due.
    Instant nextCycle() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    /// No cycle shall begin any more; whoever waits wakes up.
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the next cycle should begin now.
    boolean isDue() {
        lock.lock();
        try {
            return !clock.instant().isBefore(next());
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the next cycle is due.
    ///
    /// @throws InterruptedException when no cycle is due any more
    void awaitDue() throws InterruptedException {
        lock.lock();
        try {
            long left;
            do {
                if (over) {
                    throw new InterruptedException("the cluster is followed no more");
                }
                left = Duration.between(clock.instant(), next()).toNanos();
            } while (left > 0 && changed.awaitNanos(left) > 0);
        } finally {
            lock.unlock();
        }
    }

    /// Waits a moment for something to happen; false when it is no use to wait longer.
    @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever woke it
    boolean awaitChange(Instant deadline) {
        lock.lock();
        try {
            Duration left = Duration.between(clock.instant(), deadline);
            if (over || !left.isPositive()) {
                return false;
            }
            // Another process may run the cycle: look again soon even when nothing changes here.
            long _ = changed.awaitNanos(Math.min(left.toNanos(), MAX_WAIT_FOR_OTHERS.toNanos()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Instant next() {
        boolean asked = lastAsked.isAfter(clock.instant().minus(MAX_PAUSE_OF_QUESTIONS));
        return lastCycle
                .map(begun -> begun.plus(asked ? settings.interval() : settings.idleInterval()))
                .orElseGet(() -> clock.instant().plus(settings.interval()));
    }
}
