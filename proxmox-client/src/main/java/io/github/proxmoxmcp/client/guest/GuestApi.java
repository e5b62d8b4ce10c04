package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Bound;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What virtual machines and containers have in common, of one guest: `/nodes/{node}/qemu/{vmid}` or
/// `/nodes/{node}/lxc/{vmid}`.
@Bound({"node", "type", "vmid"})
public interface GuestApi {

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/status/current")
    GuestStatus status();

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/config")
    GuestConfig config(ConfigQuery query);

    /// Changes options at once; what a running machine cannot take over is pending until its next start.
    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/config")
    void putConfig(ConfigChange change);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/pending")
    List<PendingOption> pending();

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/snapshot")
    List<GuestSnapshot> snapshots();

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/status/start")
    Upid start();

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/status/stop")
    Upid stop(Power.Stop request);

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/status/shutdown")
    Upid shutdown(Power.Shutdown request);

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/status/reboot")
    Upid reboot(Power.Reboot request);

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/status/resume")
    Upid resume();

    @Endpoint("DELETE /nodes/{node}/{type}/{vmid}")
    Upid delete(DeleteGuest request);

    /// For good: there is no way back.
    @Endpoint("POST /nodes/{node}/{type}/{vmid}/template")
    Optional<Upid> toTemplate();

    /// What a migration would meet.
    @Endpoint("GET /nodes/{node}/{type}/{vmid}/migrate")
    MigrationCheck migrationCheck(MigrationTarget query);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/feature")
    Feature feature(FeatureQuery query);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/rrddata")
    List<RrdPoint> rrddata(RrdQuery query);

    @Endpoint("DELETE /nodes/{node}/{type}/{vmid}/snapshot/{snapname}")
    Upid deleteSnapshot(String snapname, SnapshotRemoval request);

    @Endpoint("POST /nodes/{node}/{type}/{vmid}/snapshot/{snapname}/rollback")
    Upid rollback(String snapname, Rollback request);

    @Endpoint("GET /nodes/{node}/{type}/{vmid}/snapshot/{snapname}/config")
    GuestConfig snapshotConfig(String snapname);

    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/snapshot/{snapname}/config")
    void describeSnapshot(String snapname, SnapshotDescription request);

    /// Only ever larger.
    @Endpoint("PUT /nodes/{node}/{type}/{vmid}/resize")
    Upid resize(ResizeDisk request);

    /// Whether it leaves jobs, pools and HA, and whether disks go that its configuration does not name.
    record DeleteGuest(
            Optional<Boolean> purge,
            @JsonProperty("destroy-unreferenced-disks") Optional<Boolean> destroyUnreferencedDisks) {

        /// Proxmox's defaults.
        public static final DeleteGuest PLAIN = new DeleteGuest(Optional.empty(), Optional.empty());

        /// Out of jobs, pools and HA too.
        public static final DeleteGuest PURGING = new DeleteGuest(Optional.of(true), Optional.empty());
    }

    /// Which disk or volume (`scsi0`, `rootfs`, `mp0`, …), and how large (`+4G` is by how much more).
    record ResizeDisk(String disk, String size, Optional<String> digest) {}

    /// A guest as it runs.
    ///
    /// @param status `running` or `stopped`: a paused machine is running, and `qmpstatus` says so
    record GuestStatus(
            int vmid,
            String status,
            Optional<String> qmpstatus,
            Optional<String> name,
            Optional<Boolean> template,
            Optional<Tags> tags,
            Optional<String> lock,
            Optional<HaState> ha,
            Optional<Double> cpu,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Duration> uptime) {
        /// An empty lock is none: older containers have one in their status.
        public GuestStatus {
            lock = lock.filter(text -> !text.isBlank());
        }
    }

    /// Where it may go, and what is in the way; disks and resources are told of virtual machines only.
    record MigrationCheck(
            boolean running,

            @JsonProperty("allowed_nodes") @JsonAlias("allowed-nodes")
            Optional<List<String>> allowedNodes,

            @JsonProperty("not_allowed_nodes") @JsonAlias("not-allowed-nodes")
            Optional<Settings> notAllowedNodes,

            @JsonProperty("local_disks") Optional<List<LocalDisk>> localDisks,
            @JsonProperty("local_resources") Optional<List<String>> localResources,
            @JsonProperty("mapped-resources") Optional<List<String>> mappedResources,
            @JsonProperty("has-dbus-vmstate") Optional<Boolean> hasDbusVmstate,
            @JsonProperty("dependent-ha-resources") Optional<List<String>> dependentHaResources) {}

    /// A disk that only this node has.
    record LocalDisk(
            String volid,
            Optional<Boolean> cdrom,
            @JsonProperty("is_unused") Optional<Boolean> isUnused,
            Optional<Long> size,
            Optional<Boolean> shared,
            Optional<Boolean> replicate) {}
}
