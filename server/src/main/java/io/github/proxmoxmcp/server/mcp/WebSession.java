package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// A session over HTTP. It belongs to the principal that opened it, with the access that the principal had then.
public final class WebSession {

    /// Where handlers find the [Principal] of a request.
    static final String PRINCIPAL = "principal";

    private static final Logger LOG = LoggerFactory.getLogger(WebSession.class);

    private final String id;
    private final Principal owner;
    private final McpJsonMapper json;
    private final Preflight preflight;
    private final Dispatch dispatch;
    private final InFlight running = new InFlight();
    private final AtomicInteger streams = new AtomicInteger();
    private final SessionSubscriptions subscriptions;
    private final Memory memory;
    private volatile Instant lastUsed;
    private volatile Instant lastConfirmed;

    WebSession(
            String id,
            Principal owner,
            McpJsonMapper json,
            Preflight preflight,
            Dispatch dispatch,
            SessionSubscriptions subscriptions,
            Memory memory,
            Instant openedAt) {
        this.id = id;
        this.owner = owner;
        this.json = json;
        this.preflight = preflight;
        this.dispatch = dispatch;
        this.subscriptions = subscriptions;
        this.memory = memory;
        this.lastUsed = openedAt;
        this.lastConfirmed = openedAt;
    }

    /// What differs between the two kinds of sessions of the SDK.
    interface Dispatch {

        /// Answers a request, to the outlet or to the session's one stream.
        Mono<Void> request(JSONRPCRequest request, Outlet outlet);

        /// Takes a notification, or the client's answer to a request of ours.
        Mono<Void> other(JSONRPCMessage message);

        /// Makes this outlet the one that what answers no request goes to.
        void listen(Outlet outlet);

        /// Sends a notification that belongs to no request; fails where no stream listens.
        Mono<Void> tell(String method, Object content);

        default void changed(String uri) {
            // Where nobody listens there is nobody to tell; perhaps the stream is another process's.
            tell(McpSchema.METHOD_NOTIFICATION_RESOURCES_UPDATED, new McpSchema.ResourcesUpdatedNotification(uri))
                    .onErrorComplete()
                    .subscribe();
        }

        void end();
    }

    /// Where what other processes need to know of a session is kept.
    interface Memory {

        /// For sessions that are of one process only.
        Memory NONE = new Memory() {
            @Override
            public void subscribed(String session, String uri) {}

            @Override
            public void unsubscribed(String session, String uri) {}
        };

        void subscribed(String session, String uri);

        void unsubscribed(String session, String uri);
    }

    public String id() {
        return id;
    }

    public Principal owner() {
        return owner;
    }

    /// How many requests are being answered.
    public int running() {
        return running.size();
    }

    boolean isIdleSince(Instant moment) {
        return running.size() == 0 && streams.get() == 0 && lastUsed.isBefore(moment);
    }

    boolean isKept() {
        return !memory.equals(Memory.NONE);
    }

    boolean isListening() {
        return streams.get() > 0;
    }

    /// Whether it was long ago that it was seen not to have ended elsewhere; whoever asks is to look.
    boolean isUnconfirmedSince(Instant moment, Instant now) {
        if (!isKept() || lastConfirmed.isAfter(moment)) {
            return false;
        }
        lastConfirmed = now;
        return true;
    }

    /// Subscribes to what the client subscribed to at another process, and to nothing else.
    void subscribe(Set<String> uris) {
        subscriptions.set(uris);
    }

    Instant lastUsed() {
        return lastUsed;
    }

    void touch(Instant now) {
        lastUsed = now;
    }

    /// Handles a message. The outlet ends when a request is answered, or was cancelled; for other messages it is not
    /// used.
    ///
    /// @return what to run when the client has gone and will not see the answer; empty: the message was no request
    Optional<Runnable> receive(JSONRPCMessage message, Outlet outlet) {
        if (message instanceof JSONRPCRequest request) {
            return Optional.of(request(request, outlet));
        }
        if (!(message instanceof JSONRPCNotification notification)) {
            forward(message);
        } else if (notification.method().equals(InFlight.CANCELLED)) {
            running.cancel(notification);
        } else if (preflight.passes(notification)) {
            forward(notification);
        }
        return Optional.empty();
    }

    private Runnable request(JSONRPCRequest request, Outlet outlet) {
        Preflight.Verdict verdict = preflight.check(request);
        if (verdict.announceInitialized()) {
            forward(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
        }
        if (verdict.answer().isPresent()) {
            try {
                outlet.send(json.writeValueAsString(verdict.answer().get()), true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            outlet.end();
            return () -> {};
        }
        Runnable cancel = running.start(
                request,
                inContext(
                        SessionSubscriptions.concerns(request)
                                ? subscriptions.answer(
                                        request,
                                        id,
                                        memory,
                                        answer -> outlet.send(json.writeValueAsString(answer), true))
                                : dispatch.request(request, outlet)),
                outlet::end);
        // What acts goes on: a connection that broke takes nothing back that was sent to the cluster.
        return preflight.onlyReads(request) ? cancel : () -> {};
    }

    private void forward(JSONRPCMessage message) {
        // An answer to a request that we no longer wait for is not worth more than a line for who debugs.
        inContext(dispatch.other(message))
                .subscribe(_ -> {}, error -> LOG.debug("session {}: {}", id, error.getMessage()));
    }

    private Mono<Void> inContext(Mono<Void> work) {
        McpTransportContext context = McpTransportContext.create(Map.of(PRINCIPAL, owner));
        return work.contextWrite(given -> given.put(McpTransportContext.KEY, context));
    }

    /// Sends what answers no request to this outlet from now on; run the result when the client has gone.
    public Runnable listen(Outlet outlet) {
        streams.incrementAndGet();
        dispatch.listen(outlet);
        return streams::decrementAndGet;
    }

    InFlight inFlight() {
        return running;
    }

    void end() {
        running.cancelAll();
        subscriptions.end();
        dispatch.end();
    }
}
