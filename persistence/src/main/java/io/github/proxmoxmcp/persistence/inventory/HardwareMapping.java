package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;

/// A name for devices or directories of nodes.
@History(
        kind = Kind.HARDWARE_MAPPING,
        view = "hardware_mappings",
        about = "One row for each name under which devices or directories of nodes are known to the cluster.",
        question = "Which devices may guests be given, and where are they?",
        sql = """
            select type, name, map, description
            from hardware_mappings order by type, name\
            """,
        key = 2)
public record HardwareMapping(
        @Doc("pci, usb or dir") String type,
        @Doc("the name") String name,

        @Doc("for each node what it is there, separated by ';'")
        List<String> map,

        @Doc("what its maker noted") Optional<String> description) {}
