package io.github.proxmoxmcp.server.cluster.argument;

import io.github.proxmoxmcp.server.tool.OrNumber;
import java.util.Optional;

/// How a caller names a guest: by vmid or name. The server's instructions say so once, and not each tool again.
public record GuestRef(@OrNumber String value) {

    public GuestRef {
        if (value.isBlank() || value.length() > 128) {
            throw new IllegalArgumentException("must be a vmid such as 104 or a name such as web01");
        }
    }

    /// Its vmid, if it can be one.
    public Optional<Integer> vmid() {
        return value.matches("[1-9][0-9]{1,8}") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
    }
}
