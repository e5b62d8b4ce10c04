package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.server.config.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// When a cycle is due: often while somebody asks, seldom when nobody does, and no more once it is over.
final class SyncSchedule {

    private static final Duration MAX_PAUSE_OF_QUESTIONS = Duration.ofMinutes(5);
    private static final Duration MAX_WAIT_FOR_OTHERS = Duration.ofMillis(200);

    private final SyncSettings settings;
    private final InstantSource clock;
    private Instant lastAsked;
    private Optional<Instant> lastCycle = Optional.empty();
    private boolean over;

    SyncSchedule(SyncSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.lastAsked = clock.instant();
    }

    /// Notes a question about the cluster.
    synchronized void asked() {
        lastAsked = clock.instant();
        notifyAll();
    }

    /// Whether somebody asked of late.
    synchronized boolean isAsked() {
        return lastAsked.isAfter(clock.instant().minus(MAX_PAUSE_OF_QUESTIONS));
    }

    /// The next cycle shall begin now.
    void hurry() {
        cycled(Instant.EPOCH);
    }

    /// A cycle that began at this moment has ended, well or not.
    synchronized void cycled(Instant begun) {
        lastCycle = Optional.of(begun);
        notifyAll();
    }

    /// No cycle shall begin any more; whoever waits wakes up.
    synchronized void end() {
        over = true;
        notifyAll();
    }

    synchronized boolean isOver() {
        return over;
    }

    /// Whether the next cycle should begin now.
    synchronized boolean isDue() {
        return !clock.instant().isBefore(nextCycle());
    }

    /// Waits until the next cycle is due.
    ///
    /// @throws InterruptedException when no cycle is due any more
    synchronized void awaitDue() throws InterruptedException {
        long end;
        do {
            if (over) {
                throw new InterruptedException("the cluster is followed no more");
            }
            long left = Duration.between(clock.instant(), nextCycle()).toNanos();
            end = System.nanoTime() + left;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        } while (System.nanoTime() - end < 0);
    }

    /// Waits a moment for something to happen; false when it is no use to wait longer.
    @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever woke it
    synchronized boolean awaitChange(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (over || !left.isPositive()) {
            return false;
        }
        try {
            // Another process may run the cycle: look again soon even when nothing changes here.
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left.toNanos(), MAX_WAIT_FOR_OTHERS.toNanos()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// When the next cycle is due.
    synchronized Instant nextCycle() {
        return lastCycle
                .map(begun -> begun.plus(isAsked() ? settings.interval() : settings.idleInterval()))
                .orElseGet(() -> clock.instant().plus(settings.interval()));
    }
}
