package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.value.Thing;
import java.util.List;
import java.util.Set;

/// What a look at the cluster showed besides guests and nodes, and which nodes and storages are confirmed to be gone.
///
/// @param goneNodes names; what belongs to a node ends with it
/// @param goneStorages ids as in [Thing]: `name@node` of a storage on a node, `name` of its definition
public record Inventory(List<Listing<?>> listings, Set<String> goneNodes, Set<String> goneStorages) {

    /// Nothing.
    public static final Inventory NONE = new Inventory(List.of(), Set.of(), Set.of());

    /// Lists alone.
    public static Inventory of(Listing<?>... listings) {
        return new Inventory(List.of(listings), Set.of(), Set.of());
    }
}
