package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a reading shows of whole lists: everything of a kind, whether a list was read at all, and the node or storage
/// of a name.
public final class InventoryQueries {

    private InventoryQueries() {}

    /// All guests by vmid, templates included, without gauges.
    public static List<GuestState> guests(Reading reading) {
        return List.copyOf(reading.guests().all().values());
    }

    /// All guests there are now, with their gauges.
    public static List<GuestState> guestsWithGauges(Reading reading) {
        Map<Integer, GuestGauges> gauges =
                reading.store().guests().gauges(reading.cluster().name());
        return guests(reading).stream()
                .map(state ->
                        state.with(Optional.ofNullable(gauges.get(state.guest().vmid()))))
                .toList();
    }

    /// The lists of a kind that were whole when they were read, by what they are of: a node, `storage@node`, or
    /// nothing.
    public static Set<String> whole(Reading reading, Kind kind) {
        return reading.inventory().readings().stream()
                .filter(list -> list.kind() == kind && list.tells(reading.moment()))
                .map(InventoryStore.Reading::scope)
                .collect(Collectors.toSet());
    }

    /// The node of a name; see [NameCheck#node] for one that there is not.
    public static NodeState node(Reading reading, String name) {
        NameCheck.node(reading, name);
        return reading.nodes().stream()
                .filter(state -> state.node().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// A storage on each node that has it; see [NameCheck#storage] for one that there is not.
    public static List<StorageState> storage(Reading reading, String name) {
        NameCheck.storage(reading, name);
        return reading.storages().stream()
                .filter(state -> state.storage().name().equals(name))
                .toList();
    }
}
