package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.sync.inventory.InventorySource.ListId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Lists as the cluster has them at this moment, in the words of the memory, for who is about to change them.
public final class LiveLists {

    private final InventoryLists lists;
    private final FirewallLists firewalls;
    private final Permissions rights;

    /// @param rights of the token: they tell which lists are whole
    public LiveLists(String cluster, Proxmox api, Store store, Permissions rights) {
        this.lists = new InventoryLists(cluster, api, store);
        this.firewalls = new FirewallLists(cluster, api, store);
        this.rights = rights;
    }

    /// All that one call, or the few of a firewall, tell.
    ///
    /// @param scope a node, or the place of a firewall; empty for the whole cluster
    public List<Listing<?>> read(Kind kind, String scope) {
        ListId id = new ListId(kind, scope);
        return (kind == Kind.FIREWALL_RULE
                        ? firewalls.source(scope)
                        : lists.of(Instant.EPOCH, Set.of(scope.isEmpty() ? "any" : scope), Set.of()).stream()
                                .filter(source -> source.key().equals(id))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException("no list " + id)))
                .read()
                .get()
                .apply(rights);
    }
}
