package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// A job that copies a guest's disks to another node.
@History(
        kind = Kind.REPLICATION_JOB,
        view = "replication_jobs",
        about = "One row for each replication job.",
        question = "Which guests are copied to another node, and how often?",
        sql = """
            select g.vmid, g.name, g.node, r.target, r.schedule
            from replication_jobs r join guests g on g.vmid = r.vmid
            where r.enabled order by g.vmid, r.id\
            """)
public record ReplicationJob(
        @Doc("Proxmox's identifier of the job") String id,
        @Doc("the guest") int vmid,
        @Doc("the node that gets the copy") String target,

        @Doc("the node that it is copied from, where Proxmox says so")
        Optional<String> source,

        @Doc("when it runs, as Proxmox writes it") String schedule,
        @Doc("limit in megabytes a second") Optional<Double> rateMbytes,
        @Doc("whether it runs") boolean enabled,
        @Doc("what its maker noted") Optional<String> comment) {}
