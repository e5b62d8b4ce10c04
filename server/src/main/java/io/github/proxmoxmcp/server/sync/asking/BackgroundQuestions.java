package io.github.proxmoxmcp.server.sync.asking;

import io.github.proxmoxmcp.client.connection.Requester;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks guests beside the cycles, one round at a time: a guest that hangs holds up nothing else.
final class BackgroundQuestions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundQuestions.class);

    private static final int MAX_GUESTS_ASKED_SOON = 50;
    private static final Duration MAX_WAIT_AT_THE_END = Duration.ofSeconds(1);

    private final String cluster;
    private final Set<Integer> soon = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    BackgroundQuestions(String cluster) {
        this.cluster = cluster;
    }

    /// Begins a round, unless one is under way.
    void begin(Runnable round) {
        if (busy.compareAndSet(false, true)) {
            execute(round, () -> busy.set(false));
        }
    }

    /// Asks one guest soon, unless it or too many others are just being asked.
    void askSoon(int vmid, Runnable question) {
        if (soon.size() < MAX_GUESTS_ASKED_SOON && soon.add(vmid)) {
            execute(question, () -> soon.remove(vmid));
        }
    }

    private void execute(Runnable question, Runnable after) {
        try {
            threads.execute(() -> {
                try {
                    Requester.inBackground(question);
                } finally {
                    after.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("cluster {}: the program ends while guests are asked", cluster, e);
        }
    }

    /// Asks now and waits for it, but not for long; the question goes on then.
    void ask(Runnable question, Duration patience) {
        Future<?> asked = threads.submit(question);
        try {
            asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | CancellationException _) {
            // What is known stays what it is.
        } catch (ExecutionException e) {
            throw Parallel.failure(e);
        }
    }

    /// Whether nothing is to be asked or kept any more.
    boolean isOver() {
        return threads.isShutdown();
    }

    /// Waits a little for what is on its way: it uses the store, which is closed next.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(MAX_WAIT_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("cluster {}: a guest still does not answer", cluster);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
