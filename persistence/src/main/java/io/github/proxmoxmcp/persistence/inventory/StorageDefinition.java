package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A storage as the cluster's configuration defines it, without its secrets; a storage on a node is another thing.
@History(
        kind = Kind.STORAGE_DEFINITION,
        view = "storage_definitions",
        about = "One row for each storage that the cluster's configuration defines.",
        question = "Which storages may hold disks of virtual machines, and on which nodes?",
        sql = """
            select name, type, location, nodes
            from storage_definitions
            where enabled and ';' || content || ';' like '%;images;%' order by name\
            """)
public record StorageDefinition(
        @Doc("the storage's name") String name,
        @Doc("dir, lvmthin, zfspool, rbd, pbs, …") String type,
        @Doc("what may lie on it, separated by ';', sorted") List<String> content,

        @Doc("the nodes that have it, separated by ';'; empty: all")
        List<String> nodes,

        @Doc("whether all nodes see the same") boolean shared,
        @Doc("whether it is used") boolean enabled,
        @Doc("where it is: path, export, pool, server") Optional<String> location,

        @Doc("what is kept of backups, as Proxmox writes it")
        Optional<String> retention,

        @Doc("its other options, a line each; passwords struck out; null: not read yet")
        Optional<SortedMap<String, String>> settings) {

    public StorageDefinition {
        content = content.stream().sorted().distinct().toList();
        nodes = nodes.stream().sorted().distinct().toList();
    }
}
