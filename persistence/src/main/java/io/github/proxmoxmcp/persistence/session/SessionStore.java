package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Sessions over HTTP, for every process on the store.
public interface SessionStore {

    void add(StoredSession session);

    Optional<StoredSession> get(String id);

    /// Says that these were used; those among them that have ended meanwhile are not there.
    void used(Set<String> ids, Instant now);

    /// One subscription more; none of a session that has ended.
    void subscribe(String id, String uri);

    void unsubscribe(String id, String uri);

    /// The subscriptions of every session that has any.
    Map<String, Set<String>> subscriptions();

    void end(String id);

    /// Signs what clients without a session carry from one request to the next: the same text for every process on the
    /// store, whichever asked first.
    ///
    /// @param fresh makes one, for whoever asks first
    String requestKey(Supplier<String> fresh);

    /// Ends those that were used last before this moment; tells how many.
    int endUnused(Instant before);
}
