package io.github.proxmoxmcp.server.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// The requests of ours that one client has not answered yet.
final class ClientRequests {

    /// How long a human may think.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String prefix;
    private final AtomicLong asked = new AtomicLong();
    private final Map<Object, CompletableFuture<Optional<Object>>> open = new ConcurrentHashMap<>();

    /// @param prefix of the ids, which no other client can know
    ClientRequests(String prefix) {
        this.prefix = prefix;
    }

    /// Asks, and waits for the answer.
    ///
    /// @throws Client.NoReply when none comes that is a result
    Map<?, ?> ask(String method, Map<String, Object> params, Outlet outlet) {
        String id = prefix + "-" + asked.incrementAndGet();
        CompletableFuture<Optional<Object>> answer = new CompletableFuture<>();
        open.put(id, answer);
        try {
            outlet.send(Messages.request(id, method, params), false);
            Object result = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .orElseThrow(() -> new Client.NoReply("the client answered with an error"));
            if (result instanceof Map<?, ?> form) {
                return form;
            }
            throw new Client.NoReply("the client answered with something that is no object");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Client.NoReply("nobody waits for the answer any more");
        } catch (TimeoutException | ExecutionException e) {
            throw new Client.NoReply("no answer came: " + e.getClass().getSimpleName());
        } finally {
            open.remove(id);
        }
    }

    /// Takes an answer; one to nothing that was asked is nobody's.
    void answered(Incoming.Reply reply) {
        Optional.ofNullable(open.get(reply.id())).ifPresent(waiting -> waiting.complete(reply.result()));
    }

    void end() {
        open.values().forEach(waiting -> waiting.complete(Optional.empty()));
    }
}
