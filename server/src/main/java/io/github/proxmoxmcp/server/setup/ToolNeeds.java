package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.tool.Access;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which privileges each tool needs on the cluster: the one source of what `init` prints and `doctor` compares.
///
/// Taken from the permissions that Proxmox's own schema declares for the calls behind each tool. A test demands an
/// entry for every registered tool.
public final class ToolNeeds {

    private static final Need GUESTS = Need.of("VM.Audit", "/vms", "guests are hidden");
    private static final Need NODES = Need.of("Sys.Audit", "/nodes", "nodes' figures and others' tasks are hidden");
    private static final Need CLUSTER = Need.of("Sys.Audit", "/", "the cluster's status, jobs and HA are hidden");
    private static final Need STORAGES = Need.of("Datastore.Audit", "/storage", "storages are hidden");
    private static final Need POOLS = Need.of("Pool.Audit", "/pool", "pools are hidden");
    private static final Need BRIDGES = Need.of("SDN.Audit|SDN.Use", "/sdn", "bridges of nodes are hidden");
    private static final Need LOG = Need.of("Sys.Syslog", "/", "who changed a configuration is unknown");
    private static final Need AGENT =
            Need.of("VM.GuestAgent.Audit|VM.Monitor", "/vms", "addresses that the guest agent tells are unknown");
    private static final Need SEE_BACKUPS =
            Need.of("VM.Backup", "/vms", "backups are hidden").whichAlsoWrites();
    private static final Need SEE_ARCHIVES =
            Need.of("Datastore.AllocateSpace", "/storage", "backups are hidden").whichAlsoWrites();
    private static final Need SEE_DISKS = Need.of("VM.Config.Disk", "/vms", "guests' disks are hidden in a storage")
            .whichAlsoWrites();

    private static final String[] CONFIGURE = {
        "VM.Config.CDROM /vms",
        "VM.Config.CPU /vms",
        "VM.Config.Cloudinit /vms",
        "VM.Config.Disk /vms",
        "VM.Config.HWType /vms",
        "VM.Config.Memory /vms",
        "VM.Config.Network /vms",
        "VM.Config.Options /vms",
        "Datastore.AllocateSpace /storage",
        "SDN.Use /sdn"
    };

    private static final String[] RESTORE = {
        "VM.Allocate /vms", "VM.Backup /vms", "Datastore.AllocateSpace /storage", "SDN.Use /sdn"
    };

    private static final String START = "VM.PowerMgmt /vms";
    private static final String REFUSED = "Proxmox refuses the call";

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// What is needed for one tool.
    ///
    /// @param access the level from which on the tool exists
    public record Entry(Access access, List<Need> needs) {}

    private ToolNeeds() {}

    /// The needs of every tool, in the order in which they are documented.
    public static Map<String, Entry> all() {
        ToolNeeds table = new ToolNeeds();
        table.reads();
        table.operates();
        table.destroys();
        return Collections.unmodifiableMap(table.entries);
    }

    /// What a token for this level needs in all.
    ///
    /// @param seeing whether also what Proxmox shows only to who may change it
    static Set<Need> of(Access access, boolean seeing) {
        Set<Need> needs = new LinkedHashSet<>();
        all().values().stream()
                .filter(entry -> access.includes(entry.access()))
                .flatMap(entry -> entry.needs().stream())
                .filter(need -> seeing || !need.alsoWrites())
                .forEach(needs::add);
        return needs;
    }

    private void reads() {
        read("get_cluster_status", CLUSTER, NODES, GUESTS, STORAGES);
        read("list_nodes", NODES);
        read("get_node", NODES, CLUSTER, BRIDGES);
        read("find_problems", CLUSTER, NODES, GUESTS, STORAGES, SEE_BACKUPS, SEE_ARCHIVES);
        read("list_vms", GUESTS, POOLS);
        read("list_containers", GUESTS, POOLS);
        read("get_guest", GUESTS, POOLS, AGENT);
        read("find", GUESTS, AGENT);
        read("get_metrics", GUESTS, NODES, STORAGES);
        read("list_storage", STORAGES);
        read("list_volumes", STORAGES, SEE_DISKS, SEE_BACKUPS, SEE_ARCHIVES);
        read("check_backups", GUESTS, STORAGES, CLUSTER, SEE_BACKUPS, SEE_ARCHIVES);
        read("list_tasks", NODES);
        read("get_task_status", NODES);
        read("take_snapshot");
        read("list_snapshots");
        read("diff_snapshots", GUESTS, NODES, STORAGES, LOG);
        read("get_changes", GUESTS, NODES, STORAGES, LOG);
        read("get_history", GUESTS, NODES, STORAGES, LOG);
        read("query_state", GUESTS, NODES, STORAGES, POOLS, BRIDGES);
        read("search_api");
        read("describe_api");
        read("read_api");
    }

    private void operates() {
        operate("power_guest", START);
        operate("create_guest_snapshot", "VM.Snapshot /vms");
        operate("backup_guest", "VM.Backup /vms", "Datastore.AllocateSpace /storage");
        operate("run_backup_job", "Sys.Audit /", "VM.Backup /vms", "Datastore.AllocateSpace /storage");
        operate("migrate_guest", "VM.Migrate /vms");
        operate("drain_node", "VM.Migrate /vms");
        operate("set_guest_config", CONFIGURE);
        needs("set_guest_config", "Pool.Allocate /pool", "VM.Allocate /vms", "VM.Snapshot /vms");
        operate("resize_disk", "VM.Config.Disk /vms", "VM.Snapshot /vms");
        operate("move_disk", "VM.Config.Disk /vms", "Datastore.AllocateSpace /storage");
        operate("clone_guest", "VM.Clone /vms", "VM.Allocate /vms", "Datastore.AllocateSpace /storage", "SDN.Use /sdn");
        needs("clone_guest", START);
        for (String tool : List.of("create_vm", "create_container")) {
            operate(tool, CONFIGURE);
            needs(tool, "VM.Allocate /vms", START);
        }
        operate("restore_guest", RESTORE);
        needs("restore_guest", START);
        operate("download_image", "Datastore.AllocateTemplate /storage", "Sys.AccessNetwork|Sys.Modify /nodes");
        operate("stop_task", "Sys.Modify /nodes");
        operate("get_plan");
        operate("apply_plan");
        operate("revert_change", CONFIGURE);
    }

    private void destroys() {
        destroy("stop_guest", START);
        destroy("reset_guest", START);
        destroy("delete_guest", "VM.Allocate /vms");
        destroy("rollback_guest", "VM.Snapshot.Rollback|VM.Snapshot /vms");
        destroy("delete_guest_snapshot", "VM.Snapshot /vms");
        destroy("restore_over_guest", RESTORE);
        destroy("delete_backup", "Datastore.AllocateSpace|Datastore.Allocate /storage", "VM.Backup /vms");
        destroy("convert_to_template", "VM.Allocate /vms");
        destroy("unlock_guest", "VM.Config.Options /vms");
        destroy("run_in_guest", "VM.GuestAgent.Unrestricted|VM.Monitor /vms");
        // Whatever the path asks for: Proxmox names it when it refuses.
        destroy("change_api");
    }

    private void read(String tool, Need... needs) {
        entries.put(tool, new Entry(Access.READ, List.of(needs)));
    }

    private void operate(String tool, String... needs) {
        entries.put(tool, new Entry(Access.OPERATE, acting(needs)));
    }

    private void destroy(String tool, String... needs) {
        entries.put(tool, new Entry(Access.ADMIN, acting(needs)));
    }

    /// Further needs of a tool that has some.
    private void needs(String tool, String... more) {
        entries.computeIfPresent(tool, (_, entry) -> {
            Set<Need> all = new LinkedHashSet<>(entry.needs());
            all.addAll(acting(more));
            return new Entry(entry.access(), List.copyOf(all));
        });
    }

    /// `PRIVILEGE PATH` each; whoever acts on a guest must see it first.
    private static List<Need> acting(String... needs) {
        List<Need> all = new ArrayList<>();
        all.add(GUESTS);
        for (String need : needs) {
            String[] parts = need.split(" ");
            all.add(Need.of(parts[0], parts[1], REFUSED));
        }
        return all;
    }
}
