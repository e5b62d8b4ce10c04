package io.github.proxmoxmcp.server.tools.history;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.HistoryStore.Attempt;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.persistence.value.Thing;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Changes between two moments that do not show in their difference.
public final class PassingChanges {

    private static final int MAX_CHANGES = 200;
    private static final int MAX_THINGS_SHOWN = 5;
    private static final int MAX_ATTEMPTS = 10;
    private static final int MAX_LINE_CHARACTERS = 100;

    private PassingChanges() {}

    /// What came and went, or changed and changed back, as the end of a sentence. Of many changes the newest are looked
    /// at.
    static String of(Reading reading, Instant from, Instant to, List<ChangeRow> rows) {
        Set<String> told = rows.stream().map(row -> label(row.thing())).collect(Collectors.toSet());
        ChangeQuery all = new ChangeQuery(
                reading.cluster().name(),
                from,
                to,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                MAX_CHANGES);
        List<Change> between = reading.store().history().changes(all).rows();
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
                + (gone.isEmpty() && other.isEmpty() ? "" : " (get_changes tells)")
                + attempts(reading, all);
    }

    /// What the cluster's log says that somebody wanted of guests and that no change shows, as the end of a sentence:
    /// that it was done nobody can tell.
    static String attempts(Reading reading, ChangeQuery query) {
        Page<Attempt> attempts = reading.store().history().attempts(query, MAX_ATTEMPTS);
        if (attempts.rows().isEmpty()) {
            return "";
        }
        return "; the cluster's log also has " + attempts.total()
                + " updates that no recorded change shows (set and set back between two looks, the same value again, or"
                + " refused): "
                + attempts.rows().stream()
                        .map(line -> line.at().truncatedTo(ChronoUnit.SECONDS) + " " + line.user() + " "
                                + UntrustedText.marked(UntrustedText.line(line.text(), MAX_LINE_CHARACTERS)))
                        .collect(Collectors.joining(", "))
                + (attempts.total() > MAX_ATTEMPTS ? ", …" : "");
    }

    private static String label(Thing thing) {
        return Names.snake(thing.kind().name()) + " " + thing.id()
                + thing.name().map(name -> " (" + name + ")").orElse("");
    }

    private static String some(List<String> things) {
        return String.join(", ", things.subList(0, Math.min(MAX_THINGS_SHOWN, things.size())))
                + (things.size() > MAX_THINGS_SHOWN ? " and " + (things.size() - MAX_THINGS_SHOWN) + " more" : "");
    }
}
