package io.github.proxmoxmcp.server.tools.history;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Change.Field;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One change as one line: what became of a thing, and who did it.
public record ChangeLine(Change change, Optional<String> field, Optional<String> via) {

    private static final int MAX_VALUE_CHARACTERS = 80;
    private static final int MAX_FIELDS = 8;

    static final List<Column<ChangeLine>> COLUMNS = Stream.concat(
                    Stream.of(
                            Column.<ChangeLine>of("seen", line -> line.change.at()),
                            Column.sparse("happened", ChangeLine::happened),
                            Column.<ChangeLine>of(
                                    "kind",
                                    line -> Names.snake(
                                            line.change.thing().kind().name())),
                            Column.<ChangeLine>of(
                                    "id", line -> line.change.thing().id()),
                            Column.<ChangeLine>of(
                                    "name", line -> line.change.thing().name())),
                    what())
            .toList();

    /// Of one thing, which need not be named in every line.
    static final List<Column<ChangeLine>> OF_ONE = Stream.concat(
                    Stream.of(
                            Column.<ChangeLine>of("seen", line -> line.change.at()),
                            Column.sparse("happened", ChangeLine::happened)),
                    what())
            .toList();

    /// Columns without the UPIDs.
    public static final List<Column<ChangeLine>> SHORT =
            OF_ONE.stream().filter(column -> !column.name().equals("upid")).toList();

    private static Stream<Column<ChangeLine>> what() {
        return Stream.of(
                Column.of("change", ChangeLine::text),
                Column.sparse("by", line -> line.change.cause().map(Cause::user)),
                Column.sparse("via", ChangeLine::via),
                Column.sparse("task", line -> line.change.cause().map(Cause::type)),
                Column.sparse("upid", line -> line.change.cause().map(Cause::upid)));
    }

    /// @param field the only fact that is asked for, as in `ChangeQuery`
    /// @param via who made it through this program
    public ChangeLine {}

    public static List<ChangeLine> of(Reading reading, List<Change> changes, Optional<String> field) {
        ChangeAttribution own = ChangeAttribution.of(reading, changes);
        return changes.stream()
                .map(change -> new ChangeLine(change, field, own.via(change)))
                .toList();
    }

    /// To the second, as the cluster tells it.
    private Optional<Instant> happened() {
        return change.happened().map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    }

    private String text() {
        return switch (change) {
            case Change.Appeared appeared -> "appeared" + place(" on ", appeared.node());
            case Change.Vanished vanished -> "vanished" + place(" from ", vanished.node());
            case Change.Moved moved ->
                String.join(
                        "; ",
                        Stream.concat(Stream.of("node: " + moved.from() + " -> " + moved.to()), parts(moved.fields()))
                                .toList());
            case Change.Altered altered ->
                String.join("; ", parts(altered.fields()).toList());
        };
    }

    private static String place(String word, String node) {
        return node.isEmpty() ? "" : word + node;
    }

    private Stream<String> parts(List<Field> fields) {
        List<Field> wanted = fields.stream().filter(this::isAsked).toList();
        List<String> parts = new ArrayList<>(
                wanted.stream().limit(MAX_FIELDS).map(this::part).toList());
        if (wanted.size() > MAX_FIELDS) {
            parts.add("and " + (wanted.size() - MAX_FIELDS) + " fields more (ask with 'field')");
        }
        return parts.stream();
    }

    private boolean isAsked(Field one) {
        return field.isEmpty() || one.name().equals(field.get()) || one.name().startsWith(field.get() + ".");
    }

    private String part(Field one) {
        String by = change.cause().isPresent()
                ? ""
                : one.cause()
                        .map(cause -> " (by " + cause.user() + ", " + cause.type() + ")")
                        .orElse("");
        return one.name() + ": " + value(one.before()) + " -> " + value(one.after()) + by;
    }

    /// Long values (notes, keys) are cut: the line says that they changed, `get_guest` says to what.
    static String value(Optional<String> value) {
        return value.map(text -> UntrustedText.marked(UntrustedText.line(text, MAX_VALUE_CHARACTERS)))
                .orElse("(not set)");
    }
}
