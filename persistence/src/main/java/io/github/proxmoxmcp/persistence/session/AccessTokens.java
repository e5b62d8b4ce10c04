package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tokens of callers over the network, for every process on the store.
public interface AccessTokens {

    /// Keeps a new token; false when one of this name is there that is not revoked.
    boolean add(AccessToken token);

    Optional<AccessToken> get(String id);

    /// Newest first, revoked and expired ones too.
    List<AccessToken> list();

    /// Makes the token of this name worthless at once, in every process; false when there is none.
    boolean revoke(String name, Instant now);
}
