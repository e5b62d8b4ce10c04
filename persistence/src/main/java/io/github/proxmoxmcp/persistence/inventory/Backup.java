package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.Optional;

/// A backup archive as it lies on a storage.
@History(
        kind = Kind.BACKUP,
        view = "backups",
        about = "One row for each backup archive on each storage, as far as they were read.",
        question = "Which guests have no backup from the last week, on 20 November?",
        sql = """
            select g.vmid, g.name, (select max(b.created_at) from backups b where b.vmid = g.vmid) as newest
            from guests g
            where not g.template
              and not exists (select 1 from backups b where b.vmid = g.vmid and b.created_at >= '2026-11-13')
            order by g.vmid\
            """,
        key = 3,
        list = 2)
public record Backup(
        @Doc("the storage that it is on") String storage,

        @Doc("the node of that storage; empty when it is the same on all")
        Optional<String> node,

        @Doc("Proxmox's identifier of the archive") String volume,
        @Doc("the guest that it is of") Optional<Integer> vmid,

        @Doc(value = "vm or container", column = "guest_kind")
        Optional<GuestKind> kind,

        @Doc("when it was made") Instant createdAt,
        @Doc("its size") Optional<Long> sizeBytes,
        @Doc("vma.zst, tar.zst, pbs-vm, …") Optional<String> format,
        @Doc("what its maker noted") Optional<String> notes,

        @Doc(value = "whether pruning leaves it alone", column = "protected")
        boolean isProtected,

        @Doc("ok or failed, where the storage verifies") Optional<String> verification) {}
