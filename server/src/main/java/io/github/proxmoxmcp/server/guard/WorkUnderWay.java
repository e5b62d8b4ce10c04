package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The plans whose steps go on in this process after whoever applied them was answered. When the process ends, no
/// further step is begun, tasks of the cluster go on by themselves, and what was done is written down first.
public final class WorkUnderWay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkUnderWay.class);

    /// A look at a task takes three seconds at most, and writing down little more.
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final Set<CompletableFuture<?>> works = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ending = new CompletableFuture<>();

    void add(CompletableFuture<?> work) {
        works.removeIf(CompletableFuture::isDone);
        works.add(work);
    }

    /// Comes when this process is told to end.
    CompletableFuture<Void> ending() {
        return ending;
    }

    /// @throws Refused when this process ends
    void requireStaying() {
        if (ending.isDone()) {
            throw new Refused("server_ends", "the server ended before that");
        }
    }

    /// No further step is begun from now on, and whoever waits for a task is told that it goes on.
    public void end() {
        ending.complete(null);
    }

    @Override
    public void close() {
        end();
        try {
            CompletableFuture.allOf(works.toArray(CompletableFuture<?>[]::new))
                    .get(GOODBYE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "of {} plans that went on, not all could be written down; the next start asks the cluster: {}",
                    works.size(),
                    e.toString());
        }
    }
}
