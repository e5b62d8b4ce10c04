package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/// The requests of one client that are being answered: they can be cancelled, which the SDK does not do, and waited
/// for.
final class InFlight {

    static final String CANCELLED = "notifications/cancelled";

    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private final ReentrantLock counting = new ReentrantLock();
    private final Condition answered = counting.newCondition();
    private final Map<Disposable, Object> running = new ConcurrentHashMap<>();

    /// @param ended is run when the work has ended, failed or was cancelled
    /// @return cancels it
    Runnable start(JSONRPCRequest request, Mono<Void> work, Runnable ended) {
        Disposable.Swap slot = Disposables.swap();
        running.put(slot, request.id());
        slot.update(work.doFinally(_ -> finished(slot, ended)).subscribe(_ -> {}, InFlight::unhandled));
        return slot::dispose;
    }

    private void finished(Disposable slot, Runnable ended) {
        counting.lock();
        try {
            running.remove(slot);
            answered.signalAll();
        } finally {
            counting.unlock();
        }
        ended.run();
    }

    /// Stops what a `notifications/cancelled` names; its thread is interrupted.
    void cancel(JSONRPCNotification notification) {
        if (notification.params() instanceof Map<?, ?> params && params.get("requestId") != null) {
            // A client that gives an id twice means both.
            running.forEach((slot, id) -> {
                if (id.equals(params.get("requestId"))) {
                    slot.dispose();
                }
            });
        }
    }

    void cancelAll() {
        running.keySet().forEach(Disposable::dispose);
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

    static void unhandled(Throwable error) {
        LOG.warn("a message could not be handled", error);
    }
}
