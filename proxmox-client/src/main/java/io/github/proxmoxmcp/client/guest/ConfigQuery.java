package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Which configuration to read: the wanted one, the one in force (`current`), or that of a snapshot.
public record ConfigQuery(Optional<Boolean> current, Optional<String> snapshot) {

    /// What is configured, though it may only come into force at the next start.
    public static final ConfigQuery WANTED = new ConfigQuery(Optional.empty(), Optional.empty());

    /// What is in force now.
    public static final ConfigQuery IN_FORCE = new ConfigQuery(Optional.of(true), Optional.empty());

    /// What was configured when the snapshot was taken.
    public static ConfigQuery ofSnapshot(String name) {
        return new ConfigQuery(Optional.empty(), Optional.of(name));
    }
}
