package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;
import java.util.Optional;

/// A token that lets its bearer call over the network.
///
/// @param id public, part of what the bearer sends; the secret part is kept nowhere
/// @param name what people call it; taken by one token at a time that is not revoked
/// @param access how much it allows: `read`, `operate` or `admin`
/// @param scope narrows what it may touch
/// @param hash a slow hash of the secret, with its salt and number of rounds
public record AccessToken(
        String id,
        String name,
        String access,
        Optional<String> scope,
        String hash,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {

    /// Whether it still opens anything at this moment.
    public boolean isValid(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
