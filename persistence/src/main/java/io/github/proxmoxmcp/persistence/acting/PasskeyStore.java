package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Passkeys of all who may approve plans, or would like to.
public interface PasskeyStore {

    /// Keeps a new one; false when there is or was one of this id.
    boolean add(Passkey passkey);

    Optional<Passkey> get(String id);

    /// Oldest first, ended ones too.
    List<Passkey> list();

    /// False when somebody vouched for it before, or it has ended.
    boolean vouch(String id, Passkey.Vouch vouch);

    /// Notes the counter of an assertion; false when it is not above the last one (0 stays 0), or the passkey has
    /// ended: of any number of racers with the same assertion one gets true.
    boolean count(String id, long counter);

    /// False when it had ended before.
    boolean end(String id, Passkey.End end);

    /// Forgets those that were enrolled before this moment and for which nobody vouched; tells how many.
    int forget(Instant enrolledBefore);
}
