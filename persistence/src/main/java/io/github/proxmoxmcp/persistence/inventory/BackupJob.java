package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;
import java.util.SortedMap;

/// A scheduled backup of guests.
@History(
        kind = Kind.BACKUP_JOB,
        view = "backup_jobs",
        about = "One row for each scheduled backup.",
        question = "When is which guest saved, and where to?",
        sql = """
            select id, schedule, selection, excluded, storage, retention
            from backup_jobs where enabled order by id\
            """)
public record BackupJob(
        @Doc("Proxmox's identifier of the job") String id,
        @Doc("whether it runs") boolean enabled,
        @Doc("when it runs, as Proxmox writes it") String schedule,
        @Doc("where the archives go") Optional<String> storage,

        @Doc("the only node whose guests it saves; null: all")
        Optional<String> node,

        @Doc("all, pool/NAME, or vmids separated by ','") String selection,
        @Doc("vmids separated by ','") Optional<String> excluded,
        @Doc("snapshot, suspend or stop") Optional<String> mode,
        @Doc("what is kept, as Proxmox writes it") Optional<String> retention,
        @Doc("what its maker noted") Optional<String> comment,

        @Doc("its other options, a line each; null: not read yet")
        Optional<SortedMap<String, String>> settings) {}
