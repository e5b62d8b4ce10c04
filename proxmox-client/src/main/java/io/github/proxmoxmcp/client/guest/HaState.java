package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Whether high availability manages a guest, and what it makes of it.
public record HaState(boolean managed, Optional<String> state) {}
