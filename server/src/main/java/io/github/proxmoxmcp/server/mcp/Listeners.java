package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.tool.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests that are open until their client goes, to hear of changes.
final class Listeners {

    static final String METHOD = "subscriptions/listen";

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private static final int MAX_OF_ONE_CALLER = 50;
    private static final int MAX_ADDRESSES = 200;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Integer> ofCaller = new ConcurrentHashMap<>();

    /// Tells of changes until the server ends, which is the only end that is answered.
    ///
    /// @return the result, which says nothing but that it ended
    /// @throws JsonRpcError when the caller listens too often already
    Map<String, Object> listen(
            Incoming.Request request, Methods methods, Optional<Principal> principal, Outlet outlet) {
        String caller = principal.map(Principal::id).orElse(Caller.LOCAL);
        if (ofCaller.merge(caller, 1, Integer::sum) > MAX_OF_ONE_CALLER) {
            leave(caller);
            throw new JsonRpcError(
                    JsonRpcError.INTERNAL_ERROR,
                    "You have " + MAX_OF_ONE_CALLER + " open subscriptions/listen already; close some, or name more"
                            + " resources in one");
        }
        ReentrantLock turn = new ReentrantLock();
        Subscriptions.Subscriber subscriber = uri -> {
            turn.lock();
            try {
                outlet.send(notification(Messages.UPDATED, request, Map.of("uri", uri)), false);
            } finally {
                turn.unlock();
            }
        };
        List<String> honoured = new ArrayList<>();
        try {
            turn.lock();
            try {
                // A change that is found meanwhile is told after the acknowledgement, which is the first message.
                wanted(request).forEach(uri -> subscribe(methods, subscriber, uri, honoured));
                outlet.send(
                        notification(
                                "notifications/subscriptions/acknowledged",
                                request,
                                Map.of(
                                        "notifications",
                                        honoured.isEmpty() ? Map.of() : Map.of("resourceSubscriptions", honoured))),
                        false);
            } finally {
                turn.unlock();
            }
            closing.await();
        } catch (InterruptedException _) {
            // The client has gone, or cancelled it.
        } finally {
            honoured.forEach(uri -> methods.unsubscribe(subscriber, uri));
            leave(caller);
        }
        return Map.of();
    }

    private static void subscribe(
            Methods methods, Subscriptions.Subscriber subscriber, String uri, List<String> honoured) {
        try {
            methods.subscribe(subscriber, uri);
            honoured.add(uri);
        } catch (JsonRpcError e) {
            // The acknowledgement does not name it, which is how a client is told.
            LOG.info("not subscribed: {}", e.getMessage());
        }
    }

    private static List<String> wanted(Incoming.Request request) {
        Map<?, ?> filter = Messages.object(request.params(), "notifications");
        return filter.get("resourceSubscriptions") instanceof List<?> uris
                ? uris.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .distinct()
                        .limit(MAX_ADDRESSES)
                        .toList()
                : List.of();
    }

    private static String notification(String method, Incoming.Request request, Map<String, Object> content) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("_meta", Map.of(RequestMeta.SUBSCRIPTION, request.id()));
        params.putAll(content);
        return Messages.notification(method, params);
    }

    private void leave(String caller) {
        ofCaller.computeIfPresent(caller, (_, count) -> count > 1 ? count - 1 : null);
    }

    /// All that listen hear that this was the end.
    void close() {
        closing.countDown();
    }
}
