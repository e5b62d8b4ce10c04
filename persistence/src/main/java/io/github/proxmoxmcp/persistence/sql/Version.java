package io.github.proxmoxmcp.persistence.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One row of a temporal table: what held of a thing, and when.
///
/// @param openedBy UPID of the task that made it so, where that is certain
record Version(
        Row row,
        long from,
        OptionalLong to,
        OptionalLong unknownSince,
        Optional<String> openedBy,
        Optional<String> closedBy) {

    List<Object> key() {
        return row.key();
    }

    Facts facts() {
        return row.facts();
    }
}
