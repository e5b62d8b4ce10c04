package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Recorded changes as lines, to be compared with what must have been recorded.
final class ChangeLines {

    private ChangeLines() {}

    /// What was recorded from one moment to another, oldest first, of one moment what vanished first.
    static Stream<Change> recorded(Store store, String cluster, Instant from, Instant to) {
        return store.history().recorded(cluster, from, 1000).reversed().stream()
                .filter(change -> !change.at().isAfter(to))
                .sorted(Comparator.comparing(Change::at)
                        .thenComparing(change -> !(change instanceof Change.Vanished))
                        .thenComparing(change -> change.thing().kind()));
    }

    static List<String> of(Change change) {
        String thing = change.thing().kind().name().toLowerCase(Locale.ROOT) + " "
                + change.thing().id()
                + change.thing().name().map(name -> " (" + name + ")").orElse("");
        return switch (change) {
            case Change.Appeared appeared -> List.of(thing + " appeared on " + appeared.node() + by(appeared.cause()));
            case Change.Vanished vanished ->
                List.of(thing + " vanished from " + vanished.node() + by(vanished.cause()));
            case Change.Moved moved -> {
                List<String> lines = new ArrayList<>();
                lines.add(thing + " moved " + moved.from() + " -> " + moved.to() + by(moved.cause()));
                moved.fields().forEach(field -> lines.add(thing + " " + line(field)));
                yield lines;
            }
            case Change.Altered altered ->
                altered.fields().stream()
                        .map(field -> thing + " " + line(field))
                        .toList();
        };
    }

    private static String line(Change.Field field) {
        return field.name() + ": " + value(field.before()) + " -> " + value(field.after()) + by(field.cause());
    }

    private static String value(Optional<String> value) {
        return value.map(text -> text.replace("\n", "\\n")).orElse("none");
    }

    private static String by(Optional<Cause> cause) {
        return cause.map(known -> "  <- " + known.type() + " by " + known.user() + " "
                        + known.upid().replaceFirst("^UPID:[^:]*:([^:]*):.*", "$1"))
                .orElse("");
    }
}
