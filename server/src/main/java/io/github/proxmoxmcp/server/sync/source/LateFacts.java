package io.github.proxmoxmcp.server.sync.source;

import io.github.proxmoxmcp.persistence.Guest;
import java.util.List;
import java.util.Optional;

/// The facts of a guest that `/cluster/resources` shows up to ten seconds late; the others of a row are of now.
public record LateFacts(
        Optional<String> name, String status, boolean template, Optional<Double> cpus, Optional<Long> memoryBytes) {

    /// The state of a guest that nobody can tell of.
    public static final String UNKNOWN = "unknown";

    public static LateFacts of(Guest guest) {
        return new LateFacts(guest.name(), guest.status(), guest.template(), guest.cpus(), guest.memoryBytes());
    }

    public LateFacts withStatus(String other) {
        return new LateFacts(name, other, template, cpus, memoryBytes);
    }

    /// A row with these instead of its own.
    public Guest in(Guest row) {
        return in(row, row.tags(), row.lock());
    }

    /// A row with these, tags and lock instead of its own.
    public Guest in(Guest row, List<String> tags, Optional<String> lock) {
        return new Guest(
                row.vmid(),
                row.kind(),
                name,
                row.node(),
                status,
                template,
                tags,
                row.pool(),
                lock,
                cpus,
                memoryBytes,
                row.haState());
    }
}
