package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;
import java.util.Optional;

/// Who is signed in to the page, for every process on the store.
public interface PageSessions {

    /// Keeps a new one, whose value was never changed.
    void add(PageSession session);

    /// By the hash of the cookie's value, or of the one before.
    Optional<PageSession> find(String hash);

    Optional<PageSession> get(String id);

    /// Puts another value in place of this one; of any number of racers one gets true.
    boolean change(String hash, String next, Instant now);

    void used(String id, Instant now);

    void end(String id);

    /// Ends all that one token was exchanged for; tells how many.
    int endOf(String token);

    /// Ends those that were not used since one moment or signed in before another; tells how many.
    int endOld(Instant usedBefore, Instant signedInBefore);
}
