package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.resource.Subscriptions;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one client subscribes to, given back when it ends.
final class SessionSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSubscriptions.class);

    private final Methods methods;
    private final Subscriptions.Subscriber subscriber;
    private final Set<String> uris = new HashSet<>();
    private volatile Kept kept = Kept.NOWHERE;
    private boolean ended;

    /// Where other processes read what a client subscribes to.
    interface Kept {

        /// For clients that are of one process only.
        Kept NOWHERE = new Kept() {
            @Override
            public void subscribed(String uri) {}

            @Override
            public void unsubscribed(String uri) {}
        };

        void subscribed(String uri);

        void unsubscribed(String uri);
    }

    /// @param subscriber is told the address of what became another one
    SessionSubscriptions(Methods methods, Subscriptions.Subscriber subscriber) {
        this.methods = methods;
        this.subscriber = subscriber;
    }

    void keep(Kept where) {
        kept = where;
    }

    /// @throws JsonRpcError when it cannot be subscribed to
    void subscribe(String uri) {
        add(uri);
        kept.subscribed(uri);
    }

    void unsubscribe(String uri) {
        remove(uri);
        kept.unsubscribed(uri);
    }

    /// Subscribes to these and to nothing else.
    synchronized void set(Set<String> wanted) {
        Set.copyOf(uris).stream().filter(uri -> !wanted.contains(uri)).forEach(this::remove);
        for (String uri : wanted) {
            try {
                add(uri);
            } catch (JsonRpcError e) {
                LOG.warn("a subscription of another process was not taken over: {}", e.getMessage());
            }
        }
    }

    synchronized void end() {
        ended = true;
        Set.copyOf(uris).forEach(this::remove);
    }

    private synchronized void add(String uri) {
        if (!ended && !uris.contains(uri)) {
            methods.subscribe(subscriber, uri);
            uris.add(uri);
        }
    }

    private synchronized void remove(String uri) {
        if (uris.remove(uri)) {
            methods.unsubscribe(subscriber, uri);
        }
    }
}
