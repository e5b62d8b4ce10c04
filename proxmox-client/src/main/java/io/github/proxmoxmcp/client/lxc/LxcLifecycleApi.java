package io.github.proxmoxmcp.client.lxc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.ConsoleTicket;
import io.github.proxmoxmcp.client.guest.Feature;
import io.github.proxmoxmcp.client.guest.FeatureQuery;
import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.guest.MigrationTarget;
import io.github.proxmoxmcp.client.guest.Rollback;
import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.client.guest.SnapshotDescription;
import io.github.proxmoxmcp.client.guest.SnapshotRemoval;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How containers come to be, move and go: `/nodes/{node}/lxc`.
public interface LxcLifecycleApi {

    /// Creates a container from a template, or with `restore` from a backup.
    @Endpoint("POST /nodes/{node}/lxc")
    Upid create(String node, CreateContainer request);

    @Endpoint("DELETE /nodes/{node}/lxc/{vmid}")
    Upid delete(String node, int vmid, DeleteContainer request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/clone")
    Upid clone(String node, int vmid, CloneContainer request);

    /// For good: there is no way back.
    @Endpoint("POST /nodes/{node}/lxc/{vmid}/template")
    void toTemplate(String node, int vmid);

    /// What a migration would meet.
    @Endpoint("GET /nodes/{node}/lxc/{vmid}/migrate")
    ContainerMigrationCheck migrationCheck(String node, int vmid, MigrationTarget query);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/migrate")
    Upid migrate(String node, int vmid, MigrateContainer request);

    @Endpoint("GET /nodes/{node}/lxc/{vmid}/feature")
    Feature feature(String node, int vmid, FeatureQuery query);

    @Endpoint("GET /nodes/{node}/lxc/{vmid}/rrddata")
    List<RrdPoint> rrddata(String node, int vmid, RrdQuery query);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/snapshot")
    Upid createSnapshot(String node, int vmid, ContainerSnapshot request);

    @Endpoint("DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}")
    Upid deleteSnapshot(String node, int vmid, String snapname, SnapshotRemoval request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback")
    Upid rollback(String node, int vmid, String snapname, Rollback request);

    @Endpoint("GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config")
    GuestConfig snapshotConfig(String node, int vmid, String snapname);

    @Endpoint("PUT /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config")
    void describeSnapshot(String node, int vmid, String snapname, SnapshotDescription request);

    /// Only ever larger.
    @Endpoint("PUT /nodes/{node}/lxc/{vmid}/resize")
    Upid resize(String node, int vmid, ResizeVolume request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/move_volume")
    Upid moveVolume(String node, int vmid, MoveVolume request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/vncproxy")
    ConsoleTicket vncProxy(String node, int vmid, ContainerVncRequest request);

    @Endpoint("POST /nodes/{node}/lxc/{vmid}/termproxy")
    ConsoleTicket termProxy(String node, int vmid);

    /// A container: the usual options, and every other (`net0`, `mp0`, …) by name.
    ///
    /// @param options every other parameter by name
    record CreateContainer(
            int vmid,
            String ostemplate,
            Optional<String> hostname,
            Optional<Integer> cores,
            Optional<Integer> memory,
            Optional<Integer> swap,
            Optional<String> rootfs,
            Optional<String> storage,
            Optional<Boolean> unprivileged,
            Optional<String> pool,
            Optional<Boolean> start,
            Optional<Boolean> restore,
            Optional<Boolean> force,
            Optional<Secret> password,
            @JsonProperty("ssh-public-keys") Optional<String> sshPublicKeys,
            Options options) {

        /// Everything by name.
        public static CreateContainer of(int vmid, String ostemplate, Options options) {
            return new CreateContainer(
                    vmid,
                    ostemplate,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// Whether it leaves jobs, pools and HA, and whether it may be running.
    record DeleteContainer(
            Optional<Boolean> purge,
            @JsonProperty("destroy-unreferenced-disks") Optional<Boolean> destroyUnreferencedDisks,
            Optional<Boolean> force) {

        /// As Proxmox does by itself.
        public static final DeleteContainer PLAIN =
                new DeleteContainer(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A copy: `full`, or linked where the source is a template.
    record CloneContainer(
            int newid,
            Optional<String> hostname,
            Optional<String> target,
            Optional<Boolean> full,
            Optional<String> storage,
            Optional<String> pool,
            Optional<String> snapname,
            Optional<String> description,
            Optional<Double> bwlimit) {}

    /// Where to; a running one needs `restart`.
    record MigrateContainer(
            String target,
            Optional<Boolean> restart,
            Optional<Boolean> online,
            @JsonProperty("target-storage") Optional<String> targetStorage,
            Optional<Duration> timeout,
            Optional<Double> bwlimit) {}

    /// A snapshot.
    record ContainerSnapshot(String snapname, Optional<String> description) {}

    /// Which volume (`rootfs`, `mp0`, …), and how large (`+4G` is by how much more).
    record ResizeVolume(String disk, String size, Optional<String> digest) {}

    /// Which volume, and to which storage or container.
    record MoveVolume(
            String volume,
            Optional<String> storage,
            Optional<Boolean> delete,
            @JsonProperty("target-vmid") Optional<Integer> targetVmid,
            @JsonProperty("target-volume") Optional<String> targetVolume,
            Optional<Double> bwlimit,
            Optional<String> digest) {}

    /// For a browser, and how large.
    record ContainerVncRequest(Optional<Boolean> websocket, Optional<Integer> width, Optional<Integer> height) {

        /// As Proxmox does by itself.
        public static final ContainerVncRequest PLAIN =
                new ContainerVncRequest(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Where it may go, and what is in the way.
    record ContainerMigrationCheck(
            boolean running,
            @JsonProperty("allowed-nodes") Optional<List<String>> allowedNodes,
            @JsonProperty("dependent-ha-resources") Optional<List<String>> dependentHaResources,
            @JsonProperty("not-allowed-nodes") Optional<Settings> notAllowedNodes) {}
}
