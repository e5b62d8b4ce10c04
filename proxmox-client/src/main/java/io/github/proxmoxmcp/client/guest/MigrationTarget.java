package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Where to.
public record MigrationTarget(Optional<String> target) {

    /// Whatever it is.
    public static final MigrationTarget ANY = new MigrationTarget(Optional.empty());
}
