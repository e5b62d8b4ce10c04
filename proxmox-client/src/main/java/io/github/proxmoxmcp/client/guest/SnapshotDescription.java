package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Its description.
public record SnapshotDescription(Optional<String> description) {}
