package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// What the memory has of a cluster at a moment, as far as other tools are told of it. An export of some guests has of
/// the rest only what is about them.
///
/// @param current whether the moment is now
/// @param nodes addresses by name; empty where none is known
/// @param notes what could not be read, each a sentence
public record ExportedFacts(
        String cluster,
        Instant at,
        boolean current,
        SortedMap<String, String> nodes,
        List<ExportedGuest> guests,
        List<ExportedPool> pools,
        List<HaResource> ha,
        List<ReplicationJob> replications,
        List<StorageDefinition> storages,
        List<BackupJob> backupJobs,
        ExportedRights rights,
        List<String> notes) {

    public ExportedFacts {
        guests = List.copyOf(guests);
        pools = List.copyOf(pools);
        ha = List.copyOf(ha);
        replications = List.copyOf(replications);
        storages = List.copyOf(storages);
        backupJobs = List.copyOf(backupJobs);
        notes = List.copyOf(notes);
    }
}
