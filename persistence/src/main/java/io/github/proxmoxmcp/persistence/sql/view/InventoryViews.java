package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.view.SqlView.example;

import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.InventoryTable;
import io.github.proxmoxmcp.persistence.sql.view.SqlView.Item;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The views of what is read in lists: each shows the columns of one table, as its record describes them.
final class InventoryViews {

    private InventoryViews() {}

    static List<SqlView> all() {
        return InventoryKind.all().stream().map(InventoryViews::view).toList();
    }

    private static SqlView view(InventoryKind kind) {
        HistoryTable table = InventoryTable.of(kind.type()).table();
        List<Columns.Column> columns = Stream.of(table.key(), table.facts())
                .flatMap(some -> some.list().stream())
                .toList();
        List<Item> own = IntStream.range(0, columns.size())
                .mapToObj(i -> item(table, columns.get(i), kind.columns().get(i).meaning()))
                .toList();
        return new SqlView(
                kind.history().view(),
                kind.history().about(),
                example(kind.history().question(), kind.history().sql()),
                SqlViews.items(
                        own,
                        SqlViews.validity(
                                time(table, "valid_from"), time(table, "valid_to"), time(table, "unknown_since"))),
                (scope, fields) -> DSL.select(fields)
                        .from(DSL.table(DSL.name(table.table())))
                        .where(field(table, "cluster", SQLDataType.INTEGER).eq(DSL.inline(scope.id())))
                        .and(scope.holds(time(table, "valid_from"), time(table, "valid_to"))));
    }

    private static Item item(HistoryTable kind, Columns.Column column, String meaning) {
        String name = column.name();
        return switch (column.type()) {
            case TEXT, SETTINGS -> SqlView.text(name, meaning, field(kind, name, SQLDataType.VARCHAR));
            case INTEGER -> SqlView.integer(name, meaning, field(kind, name, SQLDataType.INTEGER));
            case LONG -> SqlView.bytes(name, meaning, time(kind, name));
            case BOOLEAN -> SqlView.bool(name, meaning, field(kind, name, SQLDataType.BOOLEAN));
            case DOUBLE -> SqlView.number(name, meaning, field(kind, name, SQLDataType.DOUBLE));
            case TIME -> SqlView.time(name, meaning, scope -> scope.time(time(kind, name)));
        };
    }

    private static Field<Long> time(HistoryTable kind, String name) {
        return field(kind, name, SQLDataType.BIGINT);
    }

    private static <T> Field<T> field(HistoryTable kind, String name, DataType<T> type) {
        return DSL.field(DSL.name(kind.table(), name), type);
    }
}
