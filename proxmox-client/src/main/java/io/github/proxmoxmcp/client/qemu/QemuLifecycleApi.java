package io.github.proxmoxmcp.client.qemu;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.CloudInitText;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.ConsoleTicket;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// How virtual machines come to be, move and go: `/nodes/{node}/qemu`.
public interface QemuLifecycleApi {

    /// Creates a machine, or restores one from `archive`.
    @Endpoint("POST /nodes/{node}/qemu")
    Upid create(String node, CreateVm request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/clone")
    Upid clone(String node, int vmid, CloneVm request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/migrate")
    Upid migrate(String node, int vmid, MigrateVm request);

    /// Changes options like `putConfig` of a guest, as a task; none when there is nothing to do.
    @Endpoint("POST /nodes/{node}/qemu/{vmid}/config")
    Optional<Upid> postConfig(String node, int vmid, ConfigChange request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/snapshot")
    Upid createSnapshot(String node, int vmid, VmSnapshot request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/move_disk")
    Upid moveDisk(String node, int vmid, MoveDisk request);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/unlink")
    void unlink(String node, int vmid, UnlinkDisks request);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/cloudinit")
    List<PendingOption> cloudInit(String node, int vmid);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/cloudinit")
    void regenerateCloudInit(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/cloudinit/dump")
    CloudInitText cloudInitDump(String node, int vmid, CloudInitPart query);

    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/sendkey")
    void sendKey(String node, int vmid, SendKey request);

    /// A command to the monitor of QEMU; a token needs more than most have.
    @Endpoint("POST /nodes/{node}/qemu/{vmid}/monitor")
    String monitor(String node, int vmid, MonitorCommand request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/vncproxy")
    ConsoleTicket vncProxy(String node, int vmid, VncRequest request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/termproxy")
    ConsoleTicket termProxy(String node, int vmid, TermRequest request);

    /// A machine: what a restore takes, the usual options, and every other (`net0`, `scsi0`, `cipassword`, …) by name.
    ///
    /// @param options every other parameter by name
    record CreateVm(
            int vmid,
            Optional<String> archive,
            Optional<String> storage,
            Optional<Boolean> force,
            Optional<Boolean> unique,
            Options options) {

        /// A new one, everything by name.
        public static CreateVm of(int vmid, Options options) {
            return new CreateVm(vmid, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), options);
        }
    }

    /// A copy: `full`, or linked where the source is a template; `pool`, `snapname`, … by name.
    record CloneVm(
            int newid,
            Optional<String> name,
            Optional<String> target,
            Optional<Boolean> full,
            Optional<String> storage,
            Options options) {}

    /// Where to, and how; `migration_network`, `bwlimit`, … by name.
    record MigrateVm(
            String target,
            Optional<Boolean> online,
            @JsonProperty("with-local-disks") Optional<Boolean> withLocalDisks,
            Optional<String> targetstorage,
            Options options) {}

    /// A snapshot, with the memory if `vmstate`.
    record VmSnapshot(String snapname, Optional<String> description, Optional<Boolean> vmstate) {}

    /// Which disk, and to which storage; the old one stays as unused. To another machine by name (`target-vmid`, …).
    record MoveDisk(String disk, Optional<String> storage, Optional<String> digest, Options options) {}

    /// Which disks, separated by commas; with `force` they are destroyed.
    record UnlinkDisks(String idlist, Optional<Boolean> force) {}

    /// `user`, `network` or `meta`.
    record CloudInitPart(String type) {}

    /// A key such as `ctrl-alt-delete`.
    record SendKey(String key) {}

    /// What to say.
    record MonitorCommand(String command) {}

    /// For a browser, with a password of its own.
    record VncRequest(
            Optional<Boolean> websocket,
            @JsonProperty("generate-password") Optional<Boolean> generatePassword) {

        /// Proxmox's defaults.
        public static final VncRequest PLAIN = new VncRequest(Optional.empty(), Optional.empty());
    }

    /// Which serial line.
    record TermRequest(Optional<String> serial) {

        /// Proxmox's defaults.
        public static final TermRequest DEFAULT = new TermRequest(Optional.empty());
    }
}
