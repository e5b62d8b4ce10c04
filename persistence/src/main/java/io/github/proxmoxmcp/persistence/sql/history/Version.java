package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import java.util.List;
import java.util.OptionalLong;

/// One row of a temporal table: what held of a thing, and when.
///
/// @param openedBy the row of the task that made it so, where that is certain
public record Version(
        Row row, long from, OptionalLong to, OptionalLong unknownSince, OptionalLong openedBy, OptionalLong closedBy) {

    public List<Object> key() {
        return row.key();
    }

    public Facts facts() {
        return row.facts();
    }
}
