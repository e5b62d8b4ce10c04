package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lists that the memory has of one cluster at one moment: [InventoryStore], bound.
public record InventoryAt(InventoryStore store, String cluster, Moment moment) {

    public List<InventoryStore.Reading> readings() {
        return store.readings(cluster);
    }

    public List<Known<Backup>> backups(Optional<Integer> vmid) {
        return store.backups(cluster, vmid, moment);
    }

    /// The archives of each guest, newest first, by vmid.
    public Map<Integer, List<Known<Backup>>> backupsByGuest() {
        return store.backupsByGuest(cluster, moment);
    }

    /// Things of a kind, with since when they are so.
    public <T extends Record> List<Known<T>> list(Class<T> type) {
        return store.list(type, cluster, moment);
    }
}
