package io.github.proxmoxmcp.server.tools.history;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.Thing;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What happened between two moments and does not show in their difference.
public final class PassingChanges {

    private static final int MOST_CHANGES = 200;
    private static final int FEW = 5;

    private PassingChanges() {}

    /// What came and went, or changed and changed back, as the end of a sentence. Of many changes the newest are looked
    /// at.
    static String of(Reading reading, Instant from, Instant to, List<ChangeRow> rows) {
        Set<String> told = rows.stream().map(row -> label(row.thing())).collect(Collectors.toSet());
        List<Change> between = reading.store()
                .history()
                .changes(new ChangeQuery(
                        reading.cluster().name(),
                        from,
                        to,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        MOST_CHANGES))
                .rows();
        Set<String> other = between.stream()
                .map(change -> label(change.thing()))
                .filter(thing -> !told.contains(thing))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> gone = between.stream()
                .filter(Change.Vanished.class::isInstance)
                .map(change -> label(change.thing()))
                .filter(other::contains)
                .distinct()
                .toList();
        gone.forEach(other::remove);
        return (gone.isEmpty() ? "" : "; came and went in between: " + some(gone))
                + (other.isEmpty() ? "" : "; changed and changed back: " + some(List.copyOf(other)))
                + (gone.isEmpty() && other.isEmpty() ? "" : " (get_changes tells)");
    }

    private static String label(Thing thing) {
        return Names.snake(thing.kind().name()) + " " + thing.id()
                + thing.name().map(name -> " (" + name + ")").orElse("");
    }

    private static String some(List<String> things) {
        return String.join(", ", things.subList(0, Math.min(FEW, things.size())))
                + (things.size() > FEW ? " and " + (things.size() - FEW) + " more" : "");
    }
}
