package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.Optional;

/// Which changes a list is of. Absent means: any.
///
/// @param from changes after it
/// @param to changes until it
/// @param kind of the thing: `GUEST`, `NODE`, `STORAGE`, `BACKUP`, …
/// @param id of the thing, as in [Thing]
/// @param node where the thing was after the change, or before it vanished or moved
/// @param field only changes of this fact: `status`, or `config` for every fact whose name begins with `config.`
/// @param limit rows at most, 1 to 1000
public record ChangeQuery(
        String cluster,
        Instant from,
        Instant to,
        Optional<Kind> kind,
        Optional<String> id,
        Optional<String> node,
        Optional<String> field,
        Optional<String> cursor,
        int limit) {}
