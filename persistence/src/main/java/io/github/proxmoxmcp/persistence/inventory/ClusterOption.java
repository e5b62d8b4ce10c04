package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;

/// An option of the datacenter that is set.
@History(
        kind = Kind.CLUSTER_OPTION,
        view = "cluster_options",
        about = "One row for each option of the datacenter that is set.",
        question = "Which options are set, and since when?",
        sql = """
            select key, value, valid_from
            from cluster_options order by key\
            """)
@History.PartOf(value = Kind.CLUSTER, key = 0, as = "option")
public record ClusterOption(
        @Doc("Proxmox's key: migration, keyboard, …") String key,
        @Doc("its value, as Proxmox writes it") String value) {}
