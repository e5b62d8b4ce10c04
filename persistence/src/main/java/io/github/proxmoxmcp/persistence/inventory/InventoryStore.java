package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists of the cluster beside guests and nodes.
public interface InventoryStore {

    /// When each list was read last, for what reads the oldest first.
    List<Reading> readings(String cluster);

    /// Archives, newest first.
    ///
    /// @param vmid absent: of all guests
    List<StoredBackup> backups(String cluster, Optional<Integer> vmid, Moment moment);

    /// Sorted by name, as every list that follows is by node and name or id.
    List<Known<StorageDefinition>> storages(String cluster, Moment moment);

    List<Known<BackupJob>> backupJobs(String cluster, Moment moment);

    List<Known<ReplicationJob>> replicationJobs(String cluster, Moment moment);

    List<Known<ReplicationState>> replicationStates(String cluster, Moment moment);

    List<Known<NodeInterface>> interfaces(String cluster, Moment moment);

    List<Known<NodeService>> services(String cluster, Moment moment);

    List<Known<NodeUpdate>> updates(String cluster, Moment moment);

    List<Known<NodeDisk>> disks(String cluster, Moment moment);

    List<Known<NodeCertificate>> certificates(String cluster, Moment moment);

    /// @param kind of the things in the list
    /// @param scope what the list is of: a node, `storage@node`, or nothing for the whole cluster
    /// @param wholeSince when it was read as a whole first; absent: never
    /// @param wholeAt when it was last; before `readAt` when less is shown by now
    record Reading(Kind kind, String scope, Instant readAt, Optional<Instant> wholeSince, Optional<Instant> wholeAt) {

        /// Whether what it does not hold was not there at a moment, as far as can be told.
        public boolean tells(Moment moment) {
            return switch (moment) {
                case Moment.Now _ -> wholeAt.filter(readAt::equals).isPresent();
                case Moment.At(Instant at) ->
                    wholeSince.filter(since -> !since.isAfter(at)).isPresent();
            };
        }
    }

    /// A thing of a list, as the memory holds it at a moment.
    ///
    /// @param node the one that has it; absent for what the cluster as a whole has
    record Known<T>(Optional<String> node, T thing, Validity validity) {}

    /// An archive and where it lies.
    ///
    /// @param node absent when the storage is the same on all nodes
    record StoredBackup(String storage, Optional<String> node, Backup backup, Validity validity) {}
}
