package io.github.proxmoxmcp.client.connection;

import java.time.Duration;

/// How long to wait, by kind of call; repetitions are included.
///
/// @param connect for one connection
/// @param read for a call that changes nothing
/// @param change for a call that does, of which a task is only the start
/// @param upload for a call with a file
public record Timeouts(Duration connect, Duration read, Duration change, Duration upload) {

    /// 5 s to connect, 45 s a read, 60 s a change (Proxmox's own proxy gives up after 30 s), an hour an upload.
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(45), Duration.ofSeconds(60), Duration.ofHours(1));

    public Timeouts {
        if (!(connect.isPositive() && read.isPositive() && change.isPositive() && upload.isPositive())) {
            throw new IllegalArgumentException("timeouts and limits of a connection must be greater than 0");
        }
    }
}
