package io.github.proxmoxmcp.server.page.plan;

import java.util.List;

/// Plans as the room shows them.
///
/// @param waiting those that can still be approved, denied or applied
public record PlansView(List<Row> waiting, List<Row> over) {

    /// One of them, in a line.
    public record Row(
            String id,
            String cluster,
            String principal,
            String summary,
            String risk,
            String status,
            String createdAt,
            String expiresAt) {}
}
