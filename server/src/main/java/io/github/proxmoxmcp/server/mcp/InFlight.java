package io.github.proxmoxmcp.server.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of one client that are being answered, each on a thread of its own: they can be cancelled, and waited
/// for.
final class InFlight {

    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private final ReentrantLock counting = new ReentrantLock();
    private final Condition answered = counting.newCondition();
    private final Map<Task, Object> running = new ConcurrentHashMap<>();

    /// How a request is answered.
    ///
    /// @param status of HTTP, where it matters
    record Answer(String json, int status) {

        Answer(String json) {
            this(json, 200);
        }
    }

    /// Has a request answered to the outlet, which ends after it, or when it was cancelled.
    ///
    /// @return cancels it
    Runnable start(Object id, Outlet outlet, Supplier<Answer> work) {
        Task task = new Task(outlet, work);
        running.put(task, id);
        task.thread.start();
        return task::cancel;
    }

    private final class Task {

        private final Outlet outlet;
        private final Supplier<Answer> work;
        private final Thread thread = Thread.ofVirtual().name("request").unstarted(this::run);
        private boolean over;

        Task(Outlet outlet, Supplier<Answer> work) {
            this.outlet = outlet;
            this.work = work;
        }

        private void run() {
            try {
                Answer answer = work.get();
                if (end()) {
                    outlet.answer(answer.json(), answer.status());
                }
            } catch (RuntimeException | Error e) {
                LOG.error("a request could not be answered", e);
            } finally {
                finished(this);
                outlet.end();
            }
        }

        /// Whether nothing ended it before; who ends it has the word.
        private synchronized boolean end() {
            boolean first = !over;
            over = true;
            return first;
        }

        /// Its thread is interrupted, and nothing is answered.
        private synchronized void cancel() {
            if (!over) {
                over = true;
                thread.interrupt();
            }
        }
    }

    private void finished(Task task) {
        counting.lock();
        try {
            running.remove(task);
            answered.signalAll();
        } finally {
            counting.unlock();
        }
    }

    /// Stops what a `notifications/cancelled` names.
    void cancel(Map<?, ?> params) {
        Object named = params.get("requestId");
        // A client that gives an id twice means both.
        running.forEach((task, id) -> {
            if (id.equals(named)) {
                task.cancel();
            }
        });
    }

    void cancelAll() {
        running.keySet().forEach(Task::cancel);
    }

    int size() {
        return running.size();
    }

    /// Waits until all is answered, or no longer; tells how many are not.
    int drain(Duration patience) {
        long left = patience.toNanos();
        counting.lock();
        try {
            while (!running.isEmpty() && left > 0) {
                left = answered.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            counting.unlock();
        }
        return running.size();
    }
}
