package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /// Ends those that were used last before this moment; tells how many.
    int endUnused(Instant before);
}
