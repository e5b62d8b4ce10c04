package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.InventoryStore;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.Page;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a reading shows of whole lists: everything of a kind, whether a list was read at all, and the node or
/// storage of a name.
public final class Inventoried {

    private static final int PAGE = 1000;

    private Inventoried() {}

    /// All guests, templates included.
    public static List<GuestState> guests(Reading reading) {
        List<GuestState> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<GuestState> page = reading.store()
                    .guests()
                    .list(new GuestQuery(
                            reading.cluster().name(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            GuestQuery.Sort.VMID,
                            cursor,
                            PAGE,
                            reading.moment()));
            all.addAll(page.rows());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /// The lists of a kind that were whole when they were read, by what they are of: a node, `storage@node`, or
    /// nothing.
    public static Set<String> whole(Reading reading, Kind kind) {
        return reading.store().inventory().readings(reading.cluster().name()).stream()
                .filter(list -> list.kind() == kind && list.tells(reading.moment()))
                .map(InventoryStore.Reading::scope)
                .collect(Collectors.toSet());
    }

    /// @throws ToolException.NotFound when there is none, with those that there are
    public static NodeState node(Reading reading, String name) {
        List<NodeState> nodes = reading.store().nodes().list(reading.cluster().name(), reading.moment());
        return nodes.stream()
                .filter(state -> state.node().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "node",
                        name,
                        reading,
                        nodes.stream().map(state -> state.node().name()).toList()));
    }

    /// A storage on each node that has it.
    ///
    /// @throws ToolException.NotFound when there is none, with those that there are
    public static List<StorageState> storage(Reading reading, String name) {
        List<StorageState> storages =
                reading.store().storages().list(reading.cluster().name(), reading.moment());
        List<StorageState> found = storages.stream()
                .filter(state -> state.storage().name().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw unknown(
                    "storage",
                    name,
                    reading,
                    storages.stream()
                            .map(state -> state.storage().name())
                            .distinct()
                            .toList());
        }
        return found;
    }

    private static ToolException unknown(String kind, String name, Reading reading, List<String> known) {
        return new ToolException.NotFound("There is no " + kind + " '" + name + "' in cluster '"
                + reading.cluster().name() + "'."
                + Names.nearest(name, known)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse("")
                + (known.isEmpty() ? " None is known." : " There are: " + String.join(", ", known) + "."));
    }
}
