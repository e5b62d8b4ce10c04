package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// A disk of a node, with what it says of its health.
@History(
        kind = Kind.NODE_DISK,
        view = "node_disks",
        about = "One row for each disk of each node.",
        question = "Which disks are failing or nearly worn out?",
        sql = """
            select node, name, model, serial, health, life_left_percent
            from node_disks
            where health not in ('PASSED', 'OK') or life_left_percent < 10
            order by node, name\
            """,
        key = 2,
        list = 1)
@History.PartOf(value = Kind.NODE, as = "disk")
public record NodeDisk(
        @Doc("the node") String node,
        @Doc("the device") String name,
        @Doc("ssd, hdd, nvme, …") Optional<String> type,
        @Doc("its model") Optional<String> model,
        @Doc("its serial number") Optional<String> serial,
        @Doc("its size") Optional<Long> sizeBytes,
        @Doc("LVM, ZFS, ceph, partitions, …; null: free") Optional<String> usedAs,

        @Doc("what SMART says: PASSED, OK, FAILED, …; null: nothing")
        Optional<String> health,

        @Doc("what an SSD says of its wear: 100 is new") Optional<Integer> lifeLeftPercent) {}
