package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Thing;
import io.github.proxmoxmcp.persistence.value.UserName;
import java.time.Instant;
import java.util.Optional;

/// Which changes a list is of. Absent means: any.
///
/// @param from changes that happened, or where that is not known were seen, after it
/// @param to … until it
/// @param kind of the thing: `GUEST`, `NODE`, `STORAGE`, `BACKUP`, …
/// @param id of the thing, as in [Thing]
/// @param node where the thing was after the change, or before it vanished or moved
/// @param storage only changes of this storage, on any node, of its definition and of the archives on it
/// @param actor only what this user did, as [UserName] means it
/// @param field only changes of this fact: `status`, or `config` for every fact whose name begins with `config.`
/// @param limit rows at most, 1 to 1000
/// @param firewall whether changes of a guest's own firewall belong to it, where it is a guest that is asked about
public record ChangeQuery(
        String cluster,
        Instant from,
        Instant to,
        Optional<Kind> kind,
        Optional<String> id,
        Optional<String> node,
        Optional<String> storage,
        Optional<String> actor,
        Optional<String> field,
        Optional<String> cursor,
        int limit,
        boolean firewall) {

    /// Of the things alone.
    public ChangeQuery(
            String cluster,
            Instant from,
            Instant to,
            Optional<Kind> kind,
            Optional<String> id,
            Optional<String> node,
            Optional<String> storage,
            Optional<String> actor,
            Optional<String> field,
            Optional<String> cursor,
            int limit) {
        this(cluster, from, to, kind, id, node, storage, actor, field, cursor, limit, false);
    }

    /// Whoever did it, on any storage.
    public ChangeQuery(
            String cluster,
            Instant from,
            Instant to,
            Optional<Kind> kind,
            Optional<String> id,
            Optional<String> node,
            Optional<String> field,
            Optional<String> cursor,
            int limit) {
        this(cluster, from, to, kind, id, node, Optional.empty(), Optional.empty(), field, cursor, limit);
    }

    /// With the changes of the guest's own firewall.
    public ChangeQuery withFirewall() {
        return new ChangeQuery(cluster, from, to, kind, id, node, storage, actor, field, cursor, limit, true);
    }
}
