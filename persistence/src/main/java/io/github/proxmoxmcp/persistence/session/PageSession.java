package io.github.proxmoxmcp.persistence.session;

import java.time.Instant;
import java.util.Optional;

/// Somebody who is signed in to the page.
///
/// @param id of the sign-in, public to nobody
/// @param token the id of the access token that was exchanged for it
/// @param hash of the cookie's value
/// @param previous the hash of the value before, if it was changed
/// @param changedAt when the value became what it is
public record PageSession(
        String id,
        String token,
        String hash,
        Optional<String> previous,
        Instant signedInAt,
        Instant changedAt,
        Instant usedAt) {}
