package io.github.proxmoxmcp.server.tool;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one form of every list: a page of a table, and how much there is in all.
///
/// @param total rows of the whole list, not of this page
/// @param nextCursor give it as `cursor` for the next page; absent on the last one
/// @param note what should be read with the list; absent mostly
@Shared({"columns", "rows"})
public record Listing(
        List<String> columns,
        List<List<@Nullable Object>> rows,
        long total,
        Optional<String> nextCursor,
        Optional<String> note) {

    /// A page of a longer list.
    public static Listing page(Table table, long total, Optional<String> nextCursor) {
        return new Listing(table.columns(), table.rows(), total, nextCursor, Optional.empty());
    }

    /// A list that is whole.
    public static Listing whole(Table table) {
        return page(table, table.rows().size(), Optional.empty());
    }

    public Listing withNote(String text) {
        return new Listing(columns, rows, total, nextCursor, Optional.of(text));
    }
}
