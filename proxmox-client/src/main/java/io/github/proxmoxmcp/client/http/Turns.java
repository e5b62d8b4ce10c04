package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.connection.Requester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Calls take turns: so many at once in all, fewer for each [Requester]. What becomes free goes to whoever has least,
/// and among equals to whoever came first: one with hundreds of calls waiting holds up nobody's single one.
final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Optional<String>, Integer> held = new HashMap<>();
    private final int each;
    private int free;

    private static final class Waiting {
        private final Optional<String> who;
        private final Condition turn;
        private boolean granted;

        Waiting(Optional<String> who, Condition turn) {
            this.who = who;
            this.turn = turn;
        }
    }

    Turns(int concurrent) {
        this.free = concurrent;
        this.each = Requester.share(concurrent);
    }

    /// Waits for a turn of this thread's requester, which [#release] gives back; false: there was none for too long.
    boolean acquire(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        Waiting own = new Waiting(Requester.here(), lock.newCondition());
        try {
            waiting.add(own);
            grant();
            long left = patience.toNanos();
            while (!own.granted && left > 0) {
                left = own.turn.awaitNanos(left);
            }
            return own.granted;
        } catch (InterruptedException e) {
            if (own.granted) {
                giveBack(own.who);
            }
            throw e;
        } finally {
            waiting.remove(own);
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            giveBack(Requester.here());
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Optional<String> who) {
        free++;
        held.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
        grant();
    }

    private void grant() {
        while (free > 0) {
            Optional<Waiting> next = next();
            if (next.isEmpty()) {
                return;
            }
            Waiting granted = next.get();
            waiting.remove(granted);
            free--;
            held.merge(granted.who, 1, Integer::sum);
            granted.granted = true;
            granted.turn.signal();
        }
    }

    private Optional<Waiting> next() {
        Optional<Waiting> next = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (Waiting one : waiting) {
            int has = held.getOrDefault(one.who, 0);
            if (has < least && (one.who.isEmpty() || has < each)) {
                next = Optional.of(one);
                least = has;
            }
        }
        return next;
    }
}
