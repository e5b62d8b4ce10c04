package io.github.proxmoxmcp.client.guest;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.Optional;

/// The key to a console, for the next seconds only.
public record ConsoleTicket(
        int port, String user, Secret ticket, Optional<Secret> password, Optional<String> cert, Optional<Upid> upid) {}
