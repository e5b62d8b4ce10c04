package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A session over HTTP, of either transport. It belongs to the principal that opened it, with the access that the
/// principal had then.
public final class WebSession {

    private final String id;
    private final Principal owner;
    private final ClientSession client;
    private final boolean kept;
    private final AtomicInteger streams = new AtomicInteger();
    private volatile Instant lastUsed;
    private volatile Instant lastConfirmed;

    /// @param kept whether other processes know it, too
    WebSession(String id, Principal owner, ClientSession client, boolean kept, Instant openedAt) {
        this.id = id;
        this.owner = owner;
        this.client = client;
        this.kept = kept;
        this.lastUsed = openedAt;
        this.lastConfirmed = openedAt;
    }

    public String id() {
        return id;
    }

    public Principal owner() {
        return owner;
    }

    ClientSession client() {
        return client;
    }

    /// How many requests are being answered.
    public int running() {
        return client.running().size();
    }

    boolean isIdleSince(Instant moment) {
        return running() == 0 && streams.get() == 0 && lastUsed.isBefore(moment);
    }

    boolean isKept() {
        return kept;
    }

    boolean isListening() {
        return streams.get() > 0;
    }

    /// Whether it was long ago that it was seen not to have ended elsewhere; whoever asks is to look.
    boolean isUnconfirmedSince(Instant moment, Instant now) {
        if (!kept || lastConfirmed.isAfter(moment)) {
            return false;
        }
        lastConfirmed = now;
        return true;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    /// Handles a message; see [ClientSession#receive].
    Optional<Runnable> receive(Incoming message, Outlet outlet, Instant now) {
        lastUsed = now;
        return client.receive(message, outlet);
    }

    /// Sends what answers no request to this outlet from now on; run the result when the client has gone.
    public Runnable listen(Outlet outlet) {
        streams.incrementAndGet();
        client.listen(outlet);
        return streams::decrementAndGet;
    }
}
