package io.github.proxmoxmcp.server.tools.history;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Thing;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A line of a diff: one field of one thing.
public record ChangeRow(
        Instant at,
        Thing thing,
        String what,
        Optional<String> field,
        Optional<String> before,
        Optional<String> after,
        Optional<Cause> cause) {

    /// Long values (notes, keys) are cut: a diff says that they changed, `get_guest` says to what.
    private static final int MAX_VALUE_CHARACTERS = 120;

    static final List<Column<ChangeRow>> COLUMNS = List.of(
            Column.of("seen", ChangeRow::at),
            Column.of("kind", row -> Names.snake(row.thing().kind().name())),
            Column.of("id", row -> row.thing().id()),
            Column.of("name", row -> row.thing().name()),
            Column.of("change", ChangeRow::what),
            Column.sparse("field", ChangeRow::field),
            Column.sparse("before", row -> row.before().map(ChangeRow::cut)),
            Column.sparse("after", row -> row.after().map(ChangeRow::cut)),
            Column.sparse("by", row -> row.cause().map(Cause::user)),
            Column.sparse("task", row -> row.cause().map(Cause::type)));

    static Stream<ChangeRow> of(Change change) {
        return switch (change) {
            case Change.Appeared appeared ->
                Stream.of(row(change, "appeared", Optional.empty(), Optional.of(appeared.node())));
            case Change.Vanished vanished ->
                Stream.of(row(change, "vanished", Optional.of(vanished.node()), Optional.empty()));
            case Change.Moved moved ->
                Stream.concat(
                        Stream.of(row(change, "moved", Optional.of(moved.from()), Optional.of(moved.to()))),
                        moved.fields().stream().map(field -> row(change, field)));
            case Change.Altered altered -> altered.fields().stream().map(field -> row(change, field));
        };
    }

    /// Of what appeared, vanished or moved, before and after are nodes.
    private static ChangeRow row(Change change, String what, Optional<String> before, Optional<String> after) {
        return new ChangeRow(change.at(), change.thing(), what, Optional.of("node"), before, after, change.cause());
    }

    private static ChangeRow row(Change change, Change.Field field) {
        return new ChangeRow(
                field.at(),
                change.thing(),
                "changed",
                Optional.of(field.name()),
                field.before(),
                field.after(),
                field.cause());
    }

    private static String cut(String value) {
        return UntrustedText.marked(UntrustedText.line(value, MAX_VALUE_CHARACTERS));
    }
}
