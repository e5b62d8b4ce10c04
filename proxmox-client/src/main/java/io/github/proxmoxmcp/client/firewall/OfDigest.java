package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// Of which state: refused when it has changed.
public record OfDigest(Optional<String> digest) {

    /// Whatever it is.
    public static final OfDigest ANY = new OfDigest(Optional.empty());
}
