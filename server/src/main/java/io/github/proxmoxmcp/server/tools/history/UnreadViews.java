package io.github.proxmoxmcp.server.tools.history;

import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Vmids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Data that a statement asks for and that was never read: in SQL it looks like no rows, so the answer has to say it.
public final class UnreadViews {

    private UnreadViews() {}

    static List<String> of(Reading reading, String sql) {
        List<String> missing = new ArrayList<>();
        boolean now = reading.moment() instanceof Moment.Now;
        boolean reports = asks(sql, "guest_(addresses|reports)");
        boolean configurations = asks(sql, "guest_(config|snapshots)");
        if (reports && !now) {
            missing.add("what guests report (guest_addresses, guest_reports) is known for the present only");
        }
        if (asks(sql, "guest_pending")) {
            missing.addAll(pending(reading, now));
        }
        if (now && (reports || configurations)) {
            // Asked only where it matters: it takes longer than most statements.
            SearchStore.Unread unread = reading.unread(true);
            if (reports && !unread.addresses().isEmpty()) {
                missing.add("not told by " + Vmids.some(unread.addresses()) + " (running; no agent, or not asked yet)");
            }
            if (configurations && !unread.configurations().isEmpty()) {
                missing.add("not read yet: configuration and snapshots of " + Vmids.some(unread.configurations()));
            }
        }
        String lists = InventoryKind.all().stream()
                .flatMap(kind -> list(reading, sql, kind).stream())
                .collect(Collectors.joining(", "));
        if (!lists.isEmpty()) {
            missing.add("not read" + (now ? " yet" : " before that moment") + ": " + lists);
        }
        return missing;
    }

    private static List<String> pending(Reading reading, boolean now) {
        if (!now) {
            return List.of("what waits for guests' next start (guest_pending) is known for the present only");
        }
        List<Integer> unread = reading.cluster().sync().pendingUnread(InventoryQueries.guestsWithGauges(reading));
        return unread.isEmpty()
                ? List.of()
                : List.of("not read yet: what waits for the next start of " + Vmids.some(unread));
    }

    static boolean asksForUpdates(String sql) {
        return asks(sql, "node_updates");
    }

    private static Optional<String> list(Reading reading, String sql, InventoryKind kind) {
        String view = kind.history().view();
        if (!asks(sql, view)) {
            return Optional.empty();
        }
        Set<String> whole = InventoryQueries.whole(reading, kind.kind());
        if (!kind.isOfNodes()) {
            return Optional.of(view).filter(_ -> whole.isEmpty());
        }
        String nodes = reading.nodes().stream()
                .map(state -> state.node().name())
                .filter(node -> !whole.contains(node))
                .collect(Collectors.joining(", "));
        return Optional.of(view + " of " + nodes).filter(_ -> !nodes.isEmpty());
    }

    private static boolean asks(String sql, String views) {
        return Pattern.compile("(?i)\\b(" + views + ")\\b").matcher(sql).find();
    }
}
