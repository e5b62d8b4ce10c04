package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import java.util.List;

/// What is configured for the cluster, in the words of the memory: from it, or from a look at the cluster.
public interface ThingLists {

    /// @param scope what the list is of: a node, or the place of a firewall; empty for the whole cluster
    <T extends Record> List<Known<T>> list(Class<T> type, String scope);

    /// Why what is not in a list may be there all the same; empty: it is not.
    String doubt(Class<? extends Record> type, String scope);
}
