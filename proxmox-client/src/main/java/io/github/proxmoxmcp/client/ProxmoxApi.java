package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.access.AccessApi;
import io.github.proxmoxmcp.client.access.RightsApi;
import io.github.proxmoxmcp.client.access.UsersApi;
import io.github.proxmoxmcp.client.cluster.BackupJobsApi;
import io.github.proxmoxmcp.client.cluster.BulkApi;
import io.github.proxmoxmcp.client.cluster.ClusterApi;
import io.github.proxmoxmcp.client.cluster.HaApi;
import io.github.proxmoxmcp.client.cluster.MappingsApi;
import io.github.proxmoxmcp.client.cluster.NotificationsApi;
import io.github.proxmoxmcp.client.cluster.OptionsApi;
import io.github.proxmoxmcp.client.cluster.ReplicationApi;
import io.github.proxmoxmcp.client.cluster.SdnApi;
import io.github.proxmoxmcp.client.firewall.ClusterFirewallApi;
import io.github.proxmoxmcp.client.firewall.GuestFirewallApi;
import io.github.proxmoxmcp.client.firewall.NodeFirewallApi;
import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.guest.GuestsApi;
import io.github.proxmoxmcp.client.lxc.LxcApi;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi;
import io.github.proxmoxmcp.client.nodes.AptApi;
import io.github.proxmoxmcp.client.nodes.BackupApi;
import io.github.proxmoxmcp.client.nodes.CertificatesApi;
import io.github.proxmoxmcp.client.nodes.DisksApi;
import io.github.proxmoxmcp.client.nodes.NetworkApi;
import io.github.proxmoxmcp.client.nodes.NodeSystemApi;
import io.github.proxmoxmcp.client.nodes.NodesApi;
import io.github.proxmoxmcp.client.nodes.ServicesApi;
import io.github.proxmoxmcp.client.nodes.TemplatesApi;
import io.github.proxmoxmcp.client.pools.PoolsApi;
import io.github.proxmoxmcp.client.pools.PoolsChangeApi;
import io.github.proxmoxmcp.client.qemu.QemuAgentApi;
import io.github.proxmoxmcp.client.qemu.QemuApi;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.storage.StorageConfigApi;
import io.github.proxmoxmcp.client.storage.VolumesApi;
import io.github.proxmoxmcp.client.tasks.TasksApi;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.version.VersionApi;

/// The typed API of Proxmox VE: one accessor for each branch of its path tree. A [Proxmox] sends its calls, a [Planner]
/// only makes them.
public interface ProxmoxApi {

    /// A branch by its interface, which may be one of your own.
    ///
    /// @param first values for the placeholders that are bound once for all methods of the interface
    <T> T branch(Class<T> type, Object... first);

    /// `/version`
    default VersionApi version() {
        return branch(VersionApi.class);
    }

    /// `/cluster`
    default ClusterApi cluster() {
        return branch(ClusterApi.class);
    }

    /// `/nodes`
    default NodesApi nodes() {
        return branch(NodesApi.class);
    }

    /// `/nodes/{node}/tasks`
    default TasksApi tasks() {
        return branch(TasksApi.class);
    }

    /// `/nodes/{node}/qemu` or `/nodes/{node}/lxc`: the guests of one type
    default GuestsApi guests(GuestType type, String node) {
        return branch(GuestsApi.class, node, type);
    }

    /// `/nodes/{node}/qemu/{vmid}` or `/nodes/{node}/lxc/{vmid}`: what both types of guests have
    default GuestApi guest(GuestType type, String node, int vmid) {
        return branch(GuestApi.class, node, type, vmid);
    }

    /// `/nodes/{node}/qemu`: virtual machines
    default QemuApi qemu() {
        return branch(QemuApi.class);
    }

    /// `/nodes/{node}/lxc`: containers
    default LxcApi lxc() {
        return branch(LxcApi.class);
    }

    /// `/storage` and `/nodes/{node}/storage`
    default StorageApi storage() {
        return branch(StorageApi.class);
    }

    /// `/pools`
    default PoolsApi pools() {
        return branch(PoolsApi.class);
    }

    /// `/access`
    default AccessApi access() {
        return branch(AccessApi.class);
    }

    /// `/cluster/options`, `/cluster/config`: what holds for the whole datacenter
    default OptionsApi options() {
        return branch(OptionsApi.class);
    }

    /// `/cluster/ha`
    default HaApi ha() {
        return branch(HaApi.class);
    }

    /// `/cluster/replication`
    default ReplicationApi replication() {
        return branch(ReplicationApi.class);
    }

    /// `/cluster/backup`
    default BackupJobsApi backupJobs() {
        return branch(BackupJobsApi.class);
    }

    /// `/cluster/sdn`
    default SdnApi sdn() {
        return branch(SdnApi.class);
    }

    /// `/cluster/mapping`
    default MappingsApi mappings() {
        return branch(MappingsApi.class);
    }

    /// `/cluster/notifications`
    default NotificationsApi notifications() {
        return branch(NotificationsApi.class);
    }

    /// `/cluster/bulk-action`
    default BulkApi bulk() {
        return branch(BulkApi.class);
    }

    /// `/cluster/firewall`
    default ClusterFirewallApi firewall() {
        return branch(ClusterFirewallApi.class);
    }

    /// `/nodes/{node}/firewall`
    default NodeFirewallApi nodeFirewall() {
        return branch(NodeFirewallApi.class);
    }

    /// `/nodes/{node}/qemu/{vmid}/firewall` or `/nodes/{node}/lxc/{vmid}/firewall`
    default GuestFirewallApi guestFirewall(GuestType type, String node, int vmid) {
        return branch(GuestFirewallApi.class, node, type, vmid);
    }

    /// `/nodes/{node}`: configuration, time, names, logs, figures
    default NodeSystemApi nodeSystem() {
        return branch(NodeSystemApi.class);
    }

    /// `/nodes/{node}/services`
    default ServicesApi services() {
        return branch(ServicesApi.class);
    }

    /// `/nodes/{node}/network`
    default NetworkApi network() {
        return branch(NetworkApi.class);
    }

    /// `/nodes/{node}/disks`
    default DisksApi disks() {
        return branch(DisksApi.class);
    }

    /// `/nodes/{node}/apt`
    default AptApi apt() {
        return branch(AptApi.class);
    }

    /// `/nodes/{node}/certificates`
    default CertificatesApi certificates() {
        return branch(CertificatesApi.class);
    }

    /// `/nodes/{node}/vzdump`
    default BackupApi backups() {
        return branch(BackupApi.class);
    }

    /// `/nodes/{node}/aplinfo` and `/nodes/{node}/scan`: what can be fetched
    default TemplatesApi templates() {
        return branch(TemplatesApi.class);
    }

    /// `/nodes/{node}/qemu`: create, clone, migrate, delete, …
    default QemuLifecycleApi qemuLifecycle() {
        return branch(QemuLifecycleApi.class);
    }

    /// `/nodes/{node}/qemu/{vmid}/agent`
    default QemuAgentApi qemuAgent() {
        return branch(QemuAgentApi.class);
    }

    /// `/nodes/{node}/lxc`: create, clone, migrate, delete, …
    default LxcLifecycleApi lxcLifecycle() {
        return branch(LxcLifecycleApi.class);
    }

    /// `/storage`: creating and changing
    default StorageConfigApi storageConfig() {
        return branch(StorageConfigApi.class);
    }

    /// `/nodes/{node}/storage/{storage}`
    default VolumesApi volumes() {
        return branch(VolumesApi.class);
    }

    /// `/pools`: creating and changing
    default PoolsChangeApi poolsChange() {
        return branch(PoolsChangeApi.class);
    }

    /// `/access/users`
    default UsersApi users() {
        return branch(UsersApi.class);
    }

    /// `/access/groups`, `roles`, `acl`, `domains`
    default RightsApi rights() {
        return branch(RightsApi.class);
    }
}
