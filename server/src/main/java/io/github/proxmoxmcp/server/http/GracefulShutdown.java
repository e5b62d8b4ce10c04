package io.github.proxmoxmcp.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How a server leaves a group of several: it says first that it is not ready, and goes when that was heard.
final class GracefulShutdown {

    /// Whoever did not ask for so long is not watching.
    private static final Duration WATCHING = Duration.ofSeconds(30);

    /// Proxies want to hear it more than once.
    private static final int READY_REFUSALS = 3;

    /// Less than what supervisors of processes wait for before they kill.
    private static final Duration MAX_WAIT = Duration.ofSeconds(7);

    /// What was sent before they heard it is still on its way.
    private static final Duration UNDER_WAY = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private long lastAsked = System.nanoTime() - WATCHING.toNanos();
    private volatile boolean begun;
    private int refusals;

    /// Somebody asks whether the server is ready; tells whether it is about to go.
    boolean asked() {
        lock.lock();
        try {
            lastAsked = System.nanoTime();
            if (begun) {
                refusals++;
                heard.signalAll();
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }

    boolean begun() {
        return begun;
    }

    /// Returns when whoever watches has heard it, or at once where nobody does.
    void begin() {
        try {
            if (wasHeard()) {
                Thread.sleep(UNDER_WAY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean wasHeard() throws InterruptedException {
        lock.lock();
        try {
            begun = true;
            boolean watched = System.nanoTime() - lastAsked < WATCHING.toNanos();
            long left = MAX_WAIT.toNanos();
            while (watched && refusals < READY_REFUSALS && left > 0) {
                left = heard.awaitNanos(left);
            }
            return watched;
        } finally {
            lock.unlock();
        }
    }
}
