package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.task.TaskStore;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.UserName;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether there is what a caller names: an empty answer about something that does not exist would mislead.
public final class NameCheck {

    private static final int MAX_NAMES_SHOWN = 25;

    private static final List<String> STATES = List.of("paused", "running", "stopped");

    /// What may lie on a storage, in the words of Proxmox.
    private static final List<String> CONTENTS =
            List.of("backup", "images", "import", "iso", "none", "rootdir", "snippets", "vztmpl");

    private NameCheck() {}

    /// @throws ToolException.NotFound when there is no such node, with those that there are
    public static void node(Reading reading, String node) {
        check(
                reading,
                "node",
                node,
                reading.nodes().stream().map(state -> state.node().name()).toList());
    }

    /// @throws ToolException.NotFound when there is no such storage, with those that there are
    public static void storage(Reading reading, String storage) {
        check(
                reading,
                "storage",
                storage,
                reading.storages().stream()
                        .map(state -> state.storage().name())
                        .distinct()
                        .toList());
    }

    /// @throws ToolException.NotFound when no guest has the tag, with those that guests have
    public static void tag(Reading reading, String tag) {
        Set<String> tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        guests(reading).forEach(guest -> tags.addAll(guest.tags()));
        check(reading, "tag", tag, tags);
    }

    /// @throws ToolException.NotFound when there is no such pool, with those that there are
    public static void pool(Reading reading, String pool) {
        Set<String> pools = new TreeSet<>();
        reading.inventory()
                .list(Pool.class)
                .forEach(known -> pools.add(known.thing().name()));
        guests(reading).forEach(guest -> guest.pool().ifPresent(pools::add));
        if (!pools.contains(pool) && InventoryQueries.whole(reading, Kind.POOL).isEmpty()) {
            throw new ToolException.NotFound("No pool '" + UntrustedText.line(pool)
                    + "' is known, but the list of pools was not read. There are at least: " + some(pools) + ".");
        }
        check(reading, "pool", pool, pools);
    }

    /// @throws ToolException.NotFound when a guest cannot be in that state, with those that it can be in
    public static void status(Reading reading, String status) {
        Set<String> states = new TreeSet<>(STATES);
        guests(reading).forEach(guest -> states.add(guest.status()));
        check(reading, "status", status, states);
    }

    /// @throws ToolException.BadArgument when nothing of that sort can lie on a storage, with what can
    public static void content(String content) {
        if (!CONTENTS.contains(content)) {
            throw new ToolException.BadArgument(
                    "'content' is '" + UntrustedText.line(content) + "'" + others(content, CONTENTS));
        }
    }

    /// What to say of tasks that are not there: there may be such a type or user, of which nothing is remembered.
    ///
    /// @param column `type` or `user`
    public static Optional<String> missing(Reading reading, String column, String name) {
        TaskStore tasks = reading.store().tasks();
        String cluster = reading.cluster().name();
        List<String> known = column.equals("user") ? tasks.users(cluster) : tasks.types(cluster);
        boolean isKnown =
                column.equals("user") ? known.stream().anyMatch(new UserName(name)::means) : known.contains(name);
        return isKnown
                ? Optional.empty()
                : Optional.of("no task with " + column + " '" + UntrustedText.line(name) + "' is remembered"
                        + others(name, known));
    }

    private static List<Guest> guests(Reading reading) {
        return InventoryQueries.guests(reading).stream().map(GuestState::guest).toList();
    }

    private static void check(Reading reading, String what, String name, Collection<String> known) {
        if (!known.contains(name)) {
            reading.beforeMemory().ifPresent(why -> {
                throw new ToolException.NotFound(
                        "Nothing is known of " + what + " '" + UntrustedText.line(name) + "' then: " + why);
            });
            throw new ToolException.NotFound("There is no " + what + " '" + UntrustedText.line(name) + "' in cluster '"
                    + reading.clusterName() + "'" + others(name, known));
        }
    }

    private static String others(String name, Collection<String> known) {
        return Names.nearest(name, known)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse(".")
                + " There are: " + some(known) + ".";
    }

    private static String some(Collection<String> known) {
        return known.isEmpty()
                ? "none"
                : known.stream()
                                .limit(MAX_NAMES_SHOWN)
                                .map(UntrustedText::marked)
                                .collect(Collectors.joining(", "))
                        + (known.size() > MAX_NAMES_SHOWN ? " and " + (known.size() - MAX_NAMES_SHOWN) + " more" : "");
    }
}
