package io.github.proxmoxmcp.server.tool;

/// The privileges that tools need on the cluster: `PRIVILEGE PATH`, where `A|B` is one of two and `, ` separates
/// several.
///
/// Taken from the permissions that Proxmox's own schema declares for the calls behind each tool.
public final class Privileges {

    public static final String GUESTS = "VM.Audit /vms";
    public static final String NODES = "Sys.Audit /nodes";
    public static final String CLUSTER = "Sys.Audit /";
    public static final String STORAGES = "Datastore.Audit /storage";
    public static final String POOLS = "Pool.Audit /pool";
    public static final String BRIDGES = "SDN.Audit|SDN.Use /sdn";
    public static final String LOG = "Sys.Syslog /";
    public static final String AGENT = "VM.GuestAgent.Audit|VM.Monitor /vms";
    public static final String BACKUPS_SEEN = "VM.Backup /vms";
    public static final String ARCHIVES_SEEN = "Datastore.AllocateSpace /storage";
    public static final String DISKS_SEEN = "VM.Config.Disk /vms";

    public static final String START = "VM.PowerMgmt /vms";
    public static final String CONFIGURE = "VM.Config.CDROM /vms, VM.Config.CPU /vms, VM.Config.Cloudinit /vms,"
            + " VM.Config.Disk /vms, VM.Config.HWType /vms, VM.Config.Memory /vms, VM.Config.Network /vms,"
            + " VM.Config.Options /vms, Datastore.AllocateSpace /storage, SDN.Use /sdn";
    public static final String RESTORE =
            "VM.Allocate /vms, VM.Backup /vms, Datastore.AllocateSpace /storage, SDN.Use /sdn";

    private Privileges() {}
}
