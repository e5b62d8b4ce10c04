package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.List;
import java.util.Optional;

/// The lists that the memory has of one cluster at one moment: [InventoryStore], bound.
public record InventoryAt(InventoryStore store, String cluster, Moment moment) {

    public List<InventoryStore.Reading> readings() {
        return store.readings(cluster);
    }

    public List<InventoryStore.StoredBackup> backups(Optional<Integer> vmid) {
        return store.backups(cluster, vmid, moment);
    }

    public List<InventoryStore.Known<StorageDefinition>> storages() {
        return store.storages(cluster, moment);
    }

    public List<InventoryStore.Known<BackupJob>> backupJobs() {
        return store.backupJobs(cluster, moment);
    }

    public List<InventoryStore.Known<ReplicationJob>> replicationJobs() {
        return store.replicationJobs(cluster, moment);
    }

    public List<InventoryStore.Known<ReplicationState>> replicationStates() {
        return store.replicationStates(cluster, moment);
    }

    public List<InventoryStore.Known<NodeInterface>> interfaces() {
        return store.interfaces(cluster, moment);
    }

    public List<InventoryStore.Known<NodeService>> services() {
        return store.services(cluster, moment);
    }

    public List<InventoryStore.Known<NodeUpdate>> updates() {
        return store.updates(cluster, moment);
    }

    public List<InventoryStore.Known<NodeDisk>> disks() {
        return store.disks(cluster, moment);
    }

    public List<InventoryStore.Known<NodeCertificate>> certificates() {
        return store.certificates(cluster, moment);
    }
}
