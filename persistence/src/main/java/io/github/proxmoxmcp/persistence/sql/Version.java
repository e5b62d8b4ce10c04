package io.github.proxmoxmcp.persistence.sql;

import java.util.List;
import java.util.OptionalLong;

/// One row of a temporal table: what held of a thing, and when.
///
/// @param openedBy the row of the task that made it so, where that is certain
record Version(
        Row row, long from, OptionalLong to, OptionalLong unknownSince, OptionalLong openedBy, OptionalLong closedBy) {

    List<Object> key() {
        return row.key();
    }

    Facts facts() {
        return row.facts();
    }
}
