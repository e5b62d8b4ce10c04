package io.github.proxmoxmcp.server.cluster.argument;

import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.List;
import java.util.Optional;

/// Pages of lists that are made anew for each page: the cursor is the number of rows before it.
public final class Offset {

    private Offset() {}

    /// @throws ToolException.BadArgument when the cursor is none of ours
    public static <T> Listing page(
            List<T> all, List<Column<T>> columns, Optional<Limit> limit, Optional<String> cursor) {
        int from = cursor.map(Offset::read).orElse(0);
        int to = Math.min(all.size(), from + limit.orElse(Limit.DEFAULT).value());
        List<T> rows = from < to ? all.subList(from, to) : List.of();
        return Listing.page(
                Table.of(rows, columns),
                all.size(),
                Optional.of(String.valueOf(to)).filter(_ -> to < all.size()));
    }

    private static int read(String cursor) {
        if (!cursor.matches("\\d{1,9}")) {
            throw new ToolException.BadArgument(
                    "cursor '" + cursor + "' is not a cursor: give next_cursor of the page before, or leave it out");
        }
        return Integer.parseInt(cursor);
    }
}
